// Package policy reads, checks and runs the rules of programmes as data: the format homeward-policy/1, whose reference
// is docs/policy.md. It is pure: it reads bytes and facts and returns values, homeward.Texts and homeward.Errors.
//
// A policy file is loaded once and then answers questions for as many goroutines as ask:
//
//	all, err := policy.LoadAll(policies.FS)      // what ships; Load reads one file, Check lists all that is wrong in it
//	p := all["az-great-return"]
//	d := p.Evaluate(policy.Case{Household: &h, Dwelling: &home, Today: today})
//	d.Outcome                                    // eligible, refused, undecided
//	d.Refusals[0].Key, .Rule, .Members, .Text, .Remedy, .Evidence
//	d.Missing                                    // household.owns_home, household.members[1].citizen
//	d.Rooms, d.Class, d.Rank, d.Points, d.Amount // what follows when no rule stands against it
//
// Case.Upto asks only the rules of a stage and those before it, so that an application is not held by the home that
// nobody has chosen yet. Judge is Evaluate without what follows. Rooms and ClassOf are cheap answers to one question
// each. Offer and OnRefusal give deadlines and effects, Draw what the lot decides, Rules every rule with its source,
// Document the whole file for pages.
//
// Sections is the file as people read it, sentence by sentence; FactText names a missing fact. A Comparer decides a
// register under two editions, or one edition on two days, and lists who is in, out, earlier, later; ChangeDays are the
// days on which an edition changes by itself, when earlier refusals are to be run again. QuotaCounts, Money.ValidFor and
// Period.After are the arithmetic of shares, certificates and deadlines.
//
// # Unknown is blocked
//
// A fact is a Fact: known, or not. Expressions (CEL) read facts through a model of our own, in which an unknown fact is
// an unknown value with its path; "and", "or" and the loops of CEL carry it along. So a rule that can be answered
// without the fact is answered, and one that cannot names it. Case.AssumeAbsent makes every unknown fact its zero value
// instead; examples are read so.
//
// A class, a size or an amount may be open while the outcome is not. Before a freeze ask
//
//	d.Waiting("class", "rooms")                  // the facts that outcome, class and rooms still wait for
//
// and hold the household while the list is not empty: Class "" and Rank 0 are not a place in the line.
//
// What is not about the household's right stays apart from Outcome and Refusals: a stage that is not open yet
// (Decision.Stage) and a threshold of the round that is not reached (Decision.Threshold) say "not now", not "no".
//
// # Speed
//
// Most expressions are planned as Go functions (plan.go), and CEL is asked where a plan is not certain; a property test
// holds the two together. A decision by ten rules takes about a microsecond (bench/policy).
//
// # What no policy can do
//
// The facts are the Go fields of fact.go. There is none for ethnicity, faith, language or politics; a file that names
// one does not load. The gates of danger, title and consent are in package homeward and are not asked here.
package policy
