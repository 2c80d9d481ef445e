# Two commands do everything: make demo, make test. The rest is what they are made of.
#
# No path below may start at the root of a machine: the house must build in any folder, also one with a space in its name.

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.PHONY: build assets generate demo test race check bench vuln clean

# Go stamps the commit into the binary, and refuses to build where git refuses to answer (no repository, or one that
# belongs to somebody else). A binary without a stamp is better than none.
BUILDVCS := $(shell git rev-parse HEAD >/dev/null 2>&1 || echo -buildvcs=false)

ASSETS := \
	internal/web/static/vendor/htmx.min.js \
	internal/document/fonts/DejaVuSans.ttf \
	internal/document/fonts/LICENSE \
	internal/hometest/axe/axe.min.js

## build: leave bin/homeward
build: $(ASSETS)
	go build -trimpath -ldflags "-s -w" $(BUILDVCS) -o bin/homeward ./cmd/homeward

## assets: fetch what the binary embeds and the tests run, into ignored folders
assets: $(ASSETS)

# npm writes this file last, so it stands for a finished install.
packages := node_modules/.package-lock.json

$(packages): package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { echo "make: npm is missing: install Node.js with npm" >&2; exit 1; }
	npm ci
	@touch $@

internal/web/static/vendor/htmx.min.js: from = htmx.org/dist/htmx.min.js
internal/document/fonts/%: from = dejavu-fonts-ttf/ttf/$(@F)
internal/document/fonts/LICENSE: from = dejavu-fonts-ttf/LICENSE
internal/hometest/axe/axe.min.js: from = axe-core/axe.min.js

$(ASSETS): $(packages)
	@mkdir -p $(@D)
	@cp node_modules/$(from) $@

## generate: what is written by machines: pages from .templ files, the glossary from the root package
generate:
	cd internal/web && go tool templ generate -log-level error
	go run ./scripts/glossary > GLOSSARY.md.new
	@cmp -s GLOSSARY.md GLOSSARY.md.new && rm GLOSSARY.md.new || mv GLOSSARY.md.new GLOSSARY.md

## demo: make the sample operation, run the whole chain, serve the pages on 127.0.0.1:8080
demo: build
	bin/homeward demo

## test: everything, on SQLite and PostgreSQL, with the pages in Chromium
test: $(ASSETS) race
	go test -timeout 15m ./...

# Where two people can want the same thing at once, the race detector watches: the steps and the store. The rest runs
# without it; it makes SQLite, which is Go here, many times slower.
RACE := $(wildcard internal/store internal/casework internal/jobs)
race: $(ASSETS)
	@scripts/test-tools
	@if [ -z "$(RACE)" ] || ! command -v gcc >/dev/null; then echo "race: skipped: nothing to watch, or no gcc"; else \
	set -x; CGO_ENABLED=1 go test -race -short -timeout 15m $(RACE:%=./%); fi

## check: format, vet, and that what is generated is what is committed
check: $(ASSETS)
	@unformatted=$$(gofmt -l *.go bench cmd draw internal scripts); \
	if [ -n "$$unformatted" ]; then echo "not gofmt'ed:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	@scripts/check-generated

## bench: measurements beside a peer; data from HOMEWARD_SHARED, absent peers and data are skipped
bench: build
	bench/run.sh

## vuln: known vulnerabilities in what we depend on (asks the vulnerability database over the network)
vuln: $(ASSETS)
	go run golang.org/x/vuln/cmd/govulncheck@latest ./...

clean:
	rm -rf bin node_modules internal/web/static/vendor internal/document/fonts internal/hometest/axe/*.js
