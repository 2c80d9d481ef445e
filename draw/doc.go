// Package draw draws lots for homes so that nobody has to be believed.
//
// Before the draw the lists of entries and dwellings are frozen: every record is salted and hashed into a tree, and the
// header with the two roots, the counts, the rules and the named sources of chance is published with its hash, the
// commitment. Every household gets a receipt with which it can show that it is in the list, unaltered.
//
// At the draw the sources are opened: secrets that parties had sealed by their hash, dice or balls read aloud, numbers of
// a public lottery. Together they make the seed. The seed gives every entry a ticket and every dwelling a lot, by a keyed
// hash of its id; so neither the order of a list nor somebody who drops out changes anybody else's ticket.
//
// After the draw everything is published as one bundle, and whoever has the bundle can compute the result again: with
// Verify, with the verifier in JavaScript beside this package, or with a program of their own after docs/draw.md.
//
//	b, err := draw.Freeze(header, entries, dwellings, rand.Reader)  // publish b.Header.Text() and b.Commitment
//	receipt, err := b.Receipt(entry)                                 // hand out
//	err = b.Close(dropped)                                           // read b.Closing aloud
//	err = b.Open(reveals)                                            // the seed
//	err = b.Finish()                                                 // result and seal
//	data, err := b.Encode()                                          // publish draw.json
//	report := draw.Verify(data)                                      // anybody, anywhere, offline
//
// What a good verdict proves: the result follows from these lists, these rules and these sources and from nothing else.
// That they are the lists and sources announced before the draw is proved by comparing the commitment and the closing with
// what was published then (VerifyAgainst), or by any one household's receipt. Whether the right households were taken
// into the lists is not a matter of chance; the policy, whose hash is in the header, and the register answer for that.
//
// The package uses the standard library alone and asks nothing of the rest of Homeward.
package draw
