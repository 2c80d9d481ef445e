package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"math/bits"
)

// The tree is that of RFC 6962 section 2.1 (also RFC 9162): leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖
// right), the left subtree holding the greatest power of two of leaves below the number of leaves. The data of a leaf is
// salt ‖ record, so that a leaf tells nothing about its record to whoever does not know the salt.

type digest = [sha256.Size]byte

func hexOf(d digest) string { return hex.EncodeToString(d[:]) }

func leafHash(salt []byte, record string) digest {
	data := make([]byte, 0, 1+len(salt)+len(record))
	data = append(data, 0)
	data = append(data, salt...)
	return sha256.Sum256(append(data, record...))
}

func nodeHash(left, right digest) digest {
	var data [1 + 2*sha256.Size]byte
	data[0] = 1
	copy(data[1:], left[:])
	copy(data[1+sha256.Size:], right[:])
	return sha256.Sum256(data[:])
}

// split is the size of the left subtree over n > 1 leaves.
func split(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }

func rootOf(leaves []digest) digest {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	default:
		return nodeHash(rootOf(leaves[:split(n)]), rootOf(leaves[split(n):]))
	}
}

// pathOf lists the neighbours from leaf i up to the root.
func pathOf(leaves []digest, i int) []digest {
	n := len(leaves)
	if n <= 1 {
		return nil
	}
	k := split(n)
	if i < k {
		return append(pathOf(leaves[:k], i), rootOf(leaves[k:]))
	}
	return append(pathOf(leaves[k:], i-k), rootOf(leaves[:k]))
}

// rootFrom computes the root from leaf i of n and its path; it is false if the path has the wrong length.
func rootFrom(leaf digest, i, n int, path []digest) (digest, bool) {
	if i < 0 || i >= n {
		return digest{}, false
	}
	if n == 1 {
		return leaf, len(path) == 0
	}
	if len(path) == 0 {
		return digest{}, false
	}
	last := path[len(path)-1]
	k := split(n)
	if i < k {
		left, ok := rootFrom(leaf, i, k, path[:len(path)-1])
		return nodeHash(left, last), ok
	}
	right, ok := rootFrom(leaf, i-k, n-k, path[:len(path)-1])
	return nodeHash(last, right), ok
}
