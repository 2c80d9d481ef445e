package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"testing"
)

// TestTreeOfRFC6962 checks roots that the certificate transparency projects publish for these eight leaves.
func TestTreeOfRFC6962(t *testing.T) {
	inputs := []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	roots := []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	var leaves []digest
	for n, want := range roots {
		if root := rootOf(leaves); hex.EncodeToString(root[:]) != want {
			t.Errorf("%d leaves: %x", n, root)
		}
		if n < len(inputs) {
			raw, _ := hex.DecodeString(inputs[n])
			leaves = append(leaves, leafHash(nil, string(raw)))
		}
	}
}

func TestPathsLeadToTheRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 40; n++ {
		leaves := make([]digest, n)
		for i := range leaves {
			leaves[i] = sha256.Sum256([]byte{byte(i), byte(n)})
		}
		root := rootOf(leaves)
		for i := range leaves {
			path := pathOf(leaves, i)
			if got, ok := rootFrom(leaves[i], i, n, path); !ok || got != root {
				t.Fatalf("leaf %d of %d does not lead to the root", i, n)
			}
			other := r.IntN(n)
			if got, ok := rootFrom(leaves[i], other, n, path); other != i && ok && got == root {
				t.Fatalf("leaf %d of %d passes for %d", i, n, other)
			}
			if _, ok := rootFrom(leaves[i], i, n, append(path, root)); ok {
				t.Fatalf("a path too long is taken")
			}
		}
	}
}
