// Package figures reads published figures out of text, keeps them apart by what they count, and checks whether they
// add up.
//
// A figure is worth little without knowing what it counts. "33 families" may be those that arrived today, those that
// drew a home, or all that ever came; "40,000 people" who live in a region are not 40,000 returnees. So a Statement
// carries its kind, place, phase, day and quantifier, the span of the text it was read from, and the reasons for each
// choice; what looks wrong (a slipped unit, a lost group of digits) is flagged and never repaired.
//
// Reading goes in steps, each in its own file:
//
//   - page.go and text.go strip a page to its text and cut it into paragraphs and sentences, token.go and numeral.go
//     into words and numbers: 1,392 / 1.392 / 1 392 and "twelve" alike;
//   - gazetteer.go and mention.go find places and what they do in a sentence: where people went, where they came from,
//     or only part of another name;
//   - number.go finds quantities, date.go days, pair.go joins "12 families (51 people)" to one figure, rooms.go reads
//     homes by rooms;
//   - assign.go gives each figure its place, clause.go looks at the words around it, and the ordered table of rules in
//     kinds.go tells what it counts;
//   - infer.go finds the place of a figure whose sentence names none, read.go and fill.go make the Statement, document.go and finish.go settle what only the whole text can tell: the place and day
//     that everybody means, the same figure told twice, a headline that says otherwise.
//
// The words of each language are tables in words_*.go. Nothing is learnt or fetched, so every result can be explained,
// and no rule reads ethnicity.
//
// The ledger (ledger.go) and the reconciliation rules (reconcile.go) work on Statements from any source.
package figures
