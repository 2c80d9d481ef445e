package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"homeward"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows how far something long has come, on standard error: a bar at a terminal, else a line now and then.
type progress struct {
	bars *mpb.Progress
	bar  *mpb.Bar
	w    io.Writer
	last time.Time
	live bool
	what string
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	return &progress{w: w, live: ok && isTerminal(f), last: time.Now()}
}

// tell is called before each step, and once more at the end.
func (p *progress) tell(done, total int, what string) {
	p.what = what
	if p.live {
		if p.bar == nil {
			p.bars = mpb.New(mpb.WithOutput(p.w), mpb.WithWidth(40))
			p.bar = p.bars.AddBar(int64(total), mpb.PrependDecorators(decor.CountersNoUnit("%d / %d ")),
				mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return p.what })))
		}
		p.bar.SetCurrent(int64(done))
		return
	}
	// Not at a terminal: a line for anything over a second, so that a log shows life and is not flooded.
	if time.Since(p.last) < time.Second && done < total {
		return
	}
	p.last = time.Now()
	fmt.Fprintln(p.w, say(homeward.T("cli.progress", "Done", done, "Total", total, "What", what)))
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p *progress) end() {
	if p.bar != nil {
		p.bar.Abort(false)
		p.bars.Wait()
	}
}
