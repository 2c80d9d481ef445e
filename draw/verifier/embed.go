// Package verifier holds the second verifier of draw bundles, written in JavaScript after docs/draw.md: verify.js, and the
// page that runs it in a browser, from a server or from a disk without any network.
package verifier

import "embed"

// FS is the page and all it needs, side by side: index.html, page.css, page.js, verify.js, receipt.js.
//
//go:embed index.html page.css page.js verify.js receipt.js
var FS embed.FS
