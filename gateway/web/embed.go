// Package web holds the web application, built by `make build` into dist and carried inside the program.
package web

import (
	"embed"
	"io/fs"
)

// The folder is committed empty but for .gitkeep, so that Go compiles before the web application is built.
//
//go:embed all:dist
var dist embed.FS

// Files is the built web application, index.html at its top. Before the build it holds no index.html.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant that embed has checked
	}
	return files
}
