//go:build unix

package cli

import (
	"runtime"
	"syscall"
)

// usage is what this process has used: CPU seconds of all threads, and the most memory it had, in MB.
func usage() (cpuSeconds, peakMB float64) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, 0
	}
	unit := 1 << 10 // Linux counts in kB
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(u.Utime) + seconds(u.Stime), float64(u.Maxrss) * float64(unit) / (1 << 20)
}
