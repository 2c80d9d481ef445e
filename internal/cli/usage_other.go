//go:build !unix

package cli

// usage is not known on this system.
func usage() (cpuSeconds, peakMB float64) { return 0, 0 }
