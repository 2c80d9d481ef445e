// Package homeward is the vocabulary of an organised return, from the register of displaced households to keys in hand
// and the published figure: one noun a file, with what it is, who may change it, and the states it can be in. It holds
// the three gates that no programme may switch off (danger, title, consent); sizes, order and offers come from policies
// as values. It imports nothing but the standard library, and everything else in the house imports it.
package homeward
