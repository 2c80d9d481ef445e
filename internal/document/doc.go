// Package document makes the papers of a return: the act of acceptance, the manifest of a movement, the letter with the
// offer and its reason, the answer of a draw, the protocol of a round, the slips and receipts of the hall; lists as workbooks; and QR codes for pages.
//
// Each paper is a function from a plain struct to bytes. The same input gives the same bytes on any machine: the date of
// the file comes from the input, nothing is random. A paper is written in one language or in two of equal standing; what
// people gave themselves (names, addresses, the words of a defect) stands as they wrote it.
package document
