package draw

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Both verifiers accept every receipt of a draw and find every flipped bit of one, each by itself.
func TestBothVerifiersCheckReceipts(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("Node is not installed, and CI=1 wants the second verifier tested")
		}
		t.Skip("Node is not installed: the second verifier is not tested")
	}
	b := drawnBundle(t, 12)
	var files [][]byte
	ok(t, b.Receipts(func(r Receipt) error {
		file, err := json.Marshal(r)
		files = append(files, file)
		return err
	}))
	genuine := len(files)
	step := 1
	if testing.Short() {
		step = 13
	}
	for bit := 0; bit < 8*len(files[4]); bit += step {
		forged := bytes.Clone(files[4])
		forged[bit/8] ^= 1 << (bit % 8)
		files = append(files, forged)
	}
	dir := t.TempDir()
	draw, list := filepath.Join(dir, "draw.json"), filepath.Join(dir, "receipts")
	ok(t, os.WriteFile(draw, must[[]byte](t)(b.Encode()), 0o600))
	var lines strings.Builder
	for _, f := range files {
		lines.WriteString(base64.StdEncoding.EncodeToString(f) + "\n")
	}
	ok(t, os.WriteFile(list, []byte(lines.String()), 0o600))
	out, err := exec.Command(node, "verifier/cli.js", draw, "--batch", list).CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	verdicts := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(verdicts) != len(files) {
		t.Fatalf("%d verdicts on %d receipts", len(verdicts), len(files))
	}
	for i, f := range files {
		r, err := DecodeReceipt(f)
		if err == nil {
			err = VerifyReceipt(r, b.Header)
		}
		if here, there := err == nil, verdicts[i] == "ok"; here != (i < genuine) || there != (i < genuine) {
			t.Errorf("receipt %d: Go %v, JavaScript %s: %s", i, err, verdicts[i], f)
		}
	}
}
