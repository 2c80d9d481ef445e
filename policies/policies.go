// Package policies holds the rules of real programmes as data, one file an edition, in the format homeward-policy/1
// (docs/policy.md). Every entry names its source and whether the source says it or we infer it; what no source says
// stands under "unclear" and is not filled in. The files ship inside the binary and can be read, run and contested with
// "homeward policy show", "explain" and "check".
package policies

import "embed"

// FS holds the policy files.
//
//go:embed *.yaml
var FS embed.FS
