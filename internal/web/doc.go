// Package web serves the pages. A page is two files side by side: round.go reads the request, asks casework and fills a
// plain struct; round.templ turns the struct into HTML. Handlers return errors, and fail.go speaks them.
//
// Every page works without JavaScript. A page is rendered into a buffer before the first byte is sent, so that a reader
// never gets half of one. Routes stand in one table (routes.go); what stands around every request, in server.go.
package web
