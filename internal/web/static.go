package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"homeward"
)

//go:embed static
var staticFiles embed.FS

// asset is a file that pages link to, under an address that changes with its content, so that browsers may keep it for
// good.
type asset struct {
	address string
	kind    string // content type
	plain   []byte
	packed  []byte // gzip; nil where packing does not help
}

// assets holds the static files by name ("home.css"). A file that make assets fetches and that is not there is simply
// absent: pages work without it.
var assets = sync.OnceValue(func() map[string]asset {
	all := make(map[string]asset)
	_ = fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		short := strings.TrimPrefix(name, "static/")
		a := asset{
			address: "/static/" + short + "?v=" + hex.EncodeToString(sum[:4]),
			kind:    mime.TypeByExtension(path.Ext(name)),
			plain:   b,
		}
		if packed := gzipped(b); len(packed) < len(b) {
			a.packed = packed
		}
		all[short] = a
		return nil
	})
	return all
})

// link is the address of a static file; empty when there is no such file.
func link(name string) string { return assets()[name].address }

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is a valid one
	_, _ = w.Write(b)                                       // a bytes.Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

func (v *visit) getStatic() error {
	a, ok := assets()[v.r.PathValue("file")]
	if !ok {
		return homeward.Errorf(homeward.NotFound, "error.no_page")
	}
	h := v.w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	body := a.plain
	if a.packed != nil && acceptsGzip(v.r) {
		h.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	_, _ = v.w.Write(body) // to somebody who has left nothing can be said
	return nil
}

// acceptsGzip says whether the reader's browser unpacks gzip; every browser that runs says so in these words.
func acceptsGzip(r *http.Request) bool {
	for enc := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(enc), ";")
		if name == "gzip" && strings.TrimSpace(q) != "q=0" {
			return true
		}
	}
	return false
}
