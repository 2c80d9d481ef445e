// Package figures reads published figures out of text, keeps them apart by what they count, and checks whether they
// add up.
//
// A figure is worth little without knowing what it counts. "33 families" may be those that arrived today, those that
// drew a home, or all that ever came; "40,000 people" who live in a region are not 40,000 returnees. So a Statement
// carries its kind, place, phase, day and quantifier, the span of the text it was read from, and the reasons for each
// choice; what looks wrong (a slipped unit, a lost group of digits) is flagged and never repaired.
//
// Reading goes in steps, each in its own file: text.go and page.go make paragraphs of a text or a page; token.go makes
// words and numbers of a paragraph; gazetteer.go finds places; number.go finds quantities and their units; cue.go finds
// the words that tell kinds apart; sentence.go joins them to statements; document.go settles what only the whole text
// can tell (the place everybody means, the day, the same figure told twice). Words of each language are tables in
// words_*.go. Nothing is learnt or fetched, so every result can be explained, and no rule reads ethnicity.
//
// The ledger (ledger.go) and the reconciliation rules (reconcile.go) work on Statements from any source.
package figures
