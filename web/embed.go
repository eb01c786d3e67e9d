// Package web holds the built web client, so that the engine's binary carries
// it. It only exports files: how they are served is the business of the API.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the root of the web client: index.html and what it loads. A clone
// whose client was never built has only a page that says so.
func Files() fs.FS {
	for _, dir := range []string{"dist/app", "dist"} {
		if _, err := fs.Stat(dist, dir+"/index.html"); err != nil {
			continue
		}
		if sub, err := fs.Sub(dist, dir); err == nil {
			return sub
		}
	}
	return dist
}
