// Package matching says whether two records may speak of one person: names across scripts, search keys, scores and
// clusters. It is pure: it reads no file, asks no clock and keeps no state but tables.
//
// A name is never turned into one "right" spelling. Each token has a few readings, strings over a small alphabet of
// sounds; two names are compared on their best pair of readings. Nothing here decides: a score is a reason for a
// person to look, and no record is ever merged by this package.
//
// The way of a name: letters.go tells the script and composes marks; read_*.go turn letters into sounds; fold.go and
// keys.go make what is stored beside a name and searched; parts.go finds given, father's and family name; names.go
// compares two names and person.go two people.
package matching

// RulesVersion names the rules that made a stored fold, key or score. Any change of a table or rule that could change
// one of them changes it, and what was stored under another version is made again in the background.
const RulesVersion = "names-1"
