package cli

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"homeward"

	"github.com/spf13/cobra"
)

// atTerminal says whether somebody sits at standard input who can be asked.
func atTerminal(c *cobra.Command) bool {
	f, ok := c.InOrStdin().(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	// A device that is not a terminal (/dev/null) has no size that stty could tell.
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && stty(f, "size") == nil
}

// ask asks for a secret on standard error and reads it without showing it.
func ask(c *cobra.Command, question homeward.Text) (string, error) {
	f := c.InOrStdin().(*os.File) // see atTerminal
	fmt.Fprintf(c.ErrOrStderr(), "%s ", say(question))
	if err := stty(f, "-echo"); err != nil {
		return "", fmt.Errorf("hide what is typed: %w", err)
	}
	defer stty(f, "echo")
	line, err := bufio.NewReader(f).ReadString('\n')
	fmt.Fprintln(c.ErrOrStderr())
	return strings.TrimRight(line, "\r\n"), err
}

func stty(terminal *os.File, arg string) error {
	cmd := exec.Command("stty", arg)
	cmd.Stdin = terminal
	return cmd.Run()
}
