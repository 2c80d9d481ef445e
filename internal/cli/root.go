// Package cli is the command line: one command a file. A command reads its flags, calls a step or a pure package, and
// speaks; it decides nothing.
//
// Manners, the same everywhere: results go to standard output, progress and errors to standard error; with --json
// standard output holds one JSON value and nothing else; a failure is one sentence and one hint. Exit codes: 0 done,
// 1 it could not be done or the answer is no, 2 the command was written wrongly.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"homeward"

	"github.com/spf13/cobra"
)

// Main runs the command line and returns the exit code.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	return report(stderr, err)
}

// commands lists every command of homeward; a new command is a new file and one line here.
func commands() []*cobra.Command {
	return []*cobra.Command{
		newAllotCommand(),
		newBackupCommand(),
		newDemoCommand(),
		newDoctorCommand(),
		newDrawCommand(),
		newFiguresCommand(),
		newInitCommand(),
		newJournalCommand(),
		newMatchCommand(),
		newPolicyCommand(),
		newServeCommand(),
		newUserCommand(),
		newVerifyCommand(),
	}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "homeward",
		Short:         "Run an organised return of displaced people, from the register to the published figure",
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return usageError{c, err} })
	root.AddCommand(commands()...)
	return root
}

// usageError is a command that was written wrongly: exit code 2.
type usageError struct {
	cmd *cobra.Command
	err error
}

func (e usageError) Error() string { return e.err.Error() }

// exitError ends the command with a code after it has already said everything.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// report speaks an error to the person at the terminal and returns the exit code.
func report(stderr io.Writer, err error) int {
	if e, ok := errors.AsType[exitError](err); ok {
		return e.code
	}
	if e, ok := errors.AsType[usageError](err); ok {
		fmt.Fprintf(stderr, "homeward: error: %v\nhomeward: hint: see %q\n", e.err, e.cmd.CommandPath()+" --help")
		return 2
	}
	// cobra reports unknown commands and wrong argument counts as plain errors before any command ran.
	if homeward.KindOf(err) == homeward.Internal && (strings.HasPrefix(err.Error(), "unknown command") ||
		strings.Contains(err.Error(), "arg(s)") || strings.HasPrefix(err.Error(), "required flag") ||
		strings.HasPrefix(err.Error(), "if any flags in the group") ||
		strings.HasPrefix(err.Error(), "at least one of the flags")) {
		fmt.Fprintf(stderr, "homeward: error: %v\nhomeward: hint: see \"homeward --help\"\n", err)
		return 2
	}
	text, hint := homeward.TextOf(err)
	fmt.Fprintf(stderr, "homeward: error: %s\n", say(text))
	if homeward.KindOf(err) == homeward.Internal {
		fmt.Fprintf(stderr, "homeward: detail: %v\n", err)
	}
	if !hint.IsZero() {
		fmt.Fprintf(stderr, "homeward: hint: %s\n", say(hint))
	}
	return 1
}
