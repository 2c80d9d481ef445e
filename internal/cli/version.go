package cli

import "runtime/debug"

// version is what Go stamped into the binary: the tag, or the commit and its day, with +dirty when files were changed.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "unknown"
	}
	return info.Main.Version
}
