package draw

import (
	"encoding/hex"
	"slices"
	"strings"
)

// Receipt is what a household holds after the freeze: its record and the way from it to the published root. It proves
// that the household is in the list with these facts, and, held by many, that nobody was added or altered since.
type Receipt struct {
	Format     string   `json:"format"`
	Round      string   `json:"round"`
	Commitment string   `json:"commitment"` // of the header that holds Root
	Root       string   `json:"root"`       // Header.EntriesRoot
	Count      int      `json:"count"`      // entries under the root
	Index      int      `json:"index"`      // place of the record in the list, from 0
	Salt       string   `json:"salt"`
	Record     string   `json:"record"` // as Entry.Record
	Leaf       string   `json:"leaf"`
	Path       []string `json:"path"` // neighbours from the leaf upward
}

// Receipt makes the receipt of an entry. For the receipts of a whole list use Receipts, which builds the tree once.
func (b *Bundle) Receipt(entryID string) (Receipt, error) {
	i, ok := slices.BinarySearchFunc(b.Entries, entryID, func(e Entry, id string) int { return strings.Compare(e.ID, id) })
	if !ok {
		return Receipt{}, problem("draw.unknown", "ID", entryID)
	}
	leaves := entryLeaves(b.Entries)
	return b.receipt(leaves, i, pathOf(leaves, i)), nil
}

// Receipts calls give with every entry's receipt, in order of id, until give fails.
func (b *Bundle) Receipts(give func(Receipt) error) error {
	leaves := entryLeaves(b.Entries)
	return walk(leaves, nil, func(i int, path []digest) error { return give(b.receipt(leaves, i, path)) }, 0)
}

// walk visits the leaves with their paths; above are the neighbours of this subtree from its root upward.
func walk(leaves, above []digest, visit func(int, []digest) error, first int) error {
	n := len(leaves)
	if n == 1 {
		return visit(first, above)
	}
	k := split(n)
	left, right := rootOf(leaves[:k]), rootOf(leaves[k:])
	if err := walk(leaves[:k], append([]digest{right}, above...), visit, first); err != nil {
		return err
	}
	return walk(leaves[k:], append([]digest{left}, above...), visit, first+k)
}

func (b *Bundle) receipt(leaves []digest, i int, path []digest) Receipt {
	r := Receipt{
		Format: Format, Round: b.Header.Round, Commitment: b.Commitment, Root: b.Header.EntriesRoot, Count: len(leaves),
		Index: i, Salt: b.Entries[i].Salt, Record: b.Entries[i].Record(), Leaf: hexOf(leaves[i]),
		Path: make([]string, len(path)),
	}
	for k, h := range path {
		r.Path[k] = hexOf(h)
	}
	return r
}

// DecodeReceipt reads a receipt as a household holds it, as strictly as Decode reads a bundle.
func DecodeReceipt(data []byte) (Receipt, error) {
	var r Receipt
	if err := decodeStrictly(data, &r); err != nil {
		return Receipt{}, err
	}
	return r, nil
}

// Entry is the id in the receipt's record, or empty if the record is none.
func (r *Receipt) Entry() string {
	id, _, _ := strings.Cut(r.Record, "\n")
	id, _ = strings.CutPrefix(id, "entry=")
	return id
}

// VerifyReceipt checks a receipt against the header that was published at the freeze: the header has this commitment and
// root, and the record hangs under the root at its place.
func VerifyReceipt(r Receipt, published Header) error {
	refuse := func(part string) error { return problem("draw.receipt_differs", "Part", part) }
	switch {
	case r.Format != Format || published.Format != Format:
		return refuse("format")
	case r.Round != published.Round:
		return refuse("round")
	case sha256Hex(published.Text()) != r.Commitment:
		return refuse("commitment")
	case r.Root != published.EntriesRoot:
		return refuse("root")
	case r.Count != published.Counts.Entries:
		return refuse("count")
	}
	salt, err := hex.DecodeString(r.Salt)
	if err != nil || len(r.Salt) != 2*saltBytes || !isHex(r.Salt) {
		return refuse("salt")
	}
	leaf := leafHash(salt, r.Record)
	if hexOf(leaf) != r.Leaf {
		return refuse("leaf")
	}
	path := make([]digest, len(r.Path))
	for i, text := range r.Path {
		raw, err := hex.DecodeString(text)
		if err != nil || !isHash(text) {
			return refuse("path")
		}
		path[i] = digest(raw)
	}
	if root, ok := rootFrom(leaf, r.Index, r.Count, path); !ok || hexOf(root) != r.Root {
		return refuse("path")
	}
	return nil
}
