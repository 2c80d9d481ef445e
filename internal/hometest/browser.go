//go:build unix

package hometest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// pageTime is how long one test may use its tab: long for a page, short for a test run that hangs.
const pageTime = 2 * time.Minute

// Browser opens a tab of a headless Chromium, with cookies and storage of its own, closed when the test ends. Use the
// context with chromedp.Do and chromedp.Run. The browser is started once for this process; HOMEWARD_TEST_CHROMIUM names
// another one.
func Browser(t testing.TB) context.Context {
	t.Helper()
	browser, err := sharedBrowser()
	if err != nil {
		absent(t, "Chromium: %v", err)
	}
	tab, closeTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	// The tab lives as long as the context of the first run: that must not be the one with the deadline.
	if err := chromedp.Do(tab, Viewport(1280, 900)); err != nil {
		t.Fatalf("Chromium: open a tab: %v", err)
	}
	ctx, cancel := context.WithTimeout(tab, pageTime)
	t.Cleanup(cancel)
	return ctx
}

// Viewport sizes the tab in CSS pixels.
func Viewport(width, height int64) chromedp.Action[chromedp.Void] {
	return chromedp.EmulateViewport(width, height)
}

// Widths are those every page is looked at: a phone, a tablet, a desk.
var Widths = []int64{360, 768, 1280}

// Screenshot writes the whole page as a PNG named name. With `go test -artifacts -outputdir DIR` the pictures are kept.
func Screenshot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatalf("screenshot %s: %v", name, err)
	}
	path := filepath.Join(t.ArtifactDir(), strings.TrimSuffix(name, ".png")+".png")
	if err := os.WriteFile(path, png, 0o644); err != nil {
		t.Fatalf("screenshot %s: %v", name, err)
	}
	t.Logf("screenshot %s", path)
}

var sharedBrowser = sync.OnceValues(func() (context.Context, error) {
	path, err := chromium()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "homeward-chromium-")
	if err != nil {
		return nil, err
	}
	// The browser dies with us; what it leaves in its profile a moment later is taken at the second sweep.
	if err := untilExit(nil, `read _; rm -rf "$1"; sleep 1; rm -rf "$1"`, profile); err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.Env("TMPDIR="+profile),
		chromedp.Flag("disable-gpu", true),
		// Debian's Chromium calls home at every start, also from a machine that cannot.
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"),
		chromedp.Flag("force-prefers-reduced-motion", true),
	)
	if os.Geteuid() == 0 {
		// Chromium refuses its sandbox to root. Anybody else gets it.
		options = append(options, chromedp.NoSandbox)
	}
	// Never cancelled: the browser serves every test of this process.
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
	browser, _ := chromedp.NewContext(allocator)
	return browser, chromedp.Do(browser)
})

// chromium finds the browser. Debian's wrapper is enough; a browser of our own is never downloaded.
func chromium() (string, error) {
	if path := os.Getenv("HOMEWARD_TEST_CHROMIUM"); path != "" {
		return exec.LookPath(path)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("not on PATH (make test installs it where apt-get can)")
}
