package web

import (
	"io/fs"
	"mime"
	"path"

	"homeward"
	"homeward/draw/verifier"
	"homeward/internal/casework"
)

// verifyView is the page on which anybody checks a draw in the browser; Round is the one asked for, if any.
type verifyView struct {
	Round homeward.Round
	Ready bool // its bundle is published
}

func (v *visit) getVerify() error {
	x := verifyView{}
	if id := v.r.URL.Query().Get("round"); id != "" {
		if !homeward.ValidID(id, "rd") {
			return homeward.Errorf(homeward.NotFound, "error.no_page")
		}
		file, err := v.srv.House.ViewRound(v.r.Context(), casework.Public(), homeward.RoundID(id))
		if err != nil {
			return err
		}
		x.Round, x.Ready = file.Round, file.Stage() == homeward.RoundPublished
	}
	return v.page(verifyPage(v.frame("web.verify.title"), x))
}

// getVerifier hands out the second verifier as it lies beside the draw, to run here or to be kept on a disk.
func (v *visit) getVerifier() error {
	name := v.r.PathValue("file")
	b, err := fs.ReadFile(verifier.FS, name)
	if err != nil {
		return homeward.Errorf(homeward.NotFound, "error.no_page")
	}
	v.w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	v.w.Header().Set("Cache-Control", "no-cache") // its address says no version
	_, _ = v.w.Write(b)                           // to somebody who has left nothing can be said
	return nil
}
