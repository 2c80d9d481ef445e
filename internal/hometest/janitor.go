//go:build unix

package hometest

import (
	"os"
	"os/exec"
	"syscall"
)

// untilExit runs a shell script that ends with this process, however this process ends. The script finds its arguments
// in $1, $2, …; its standard input closes when we are gone, so `read _` in it returns then and it can tidy up. It is how
// a server or a folder can outlive the test that asked for it first and still never be left behind: a test that is
// killed runs no clean-up of its own.
//
// Nothing the script writes may go to our output: go test waits for whoever holds it.
func untilExit(as *syscall.Credential, script string, args ...string) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	cmd := exec.Command("/bin/sh", append([]string{"-c", script, "sh"}, args...)...)
	cmd.Stdin = r
	cmd.Dir = "/"
	// A group of its own: Ctrl-C in a terminal goes to the tests, and the script ends in its own order.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: as}
	if err := cmd.Start(); err != nil {
		return err
	}
	r.Close()
	go func() {
		cmd.Wait()
		w.Close() // referenced here so that the pipe stays open as long as we run
	}()
	return nil
}

// Folder makes a temporary folder that is gone when this process is, for what several tests share.
func Folder() (string, error) {
	dir, err := os.MkdirTemp("", "homeward-test-")
	if err != nil {
		return "", err
	}
	return dir, untilExit(nil, `read _; rm -rf "$1"`, dir)
}
