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

// The texts of codes and questions, for what is said outside of pages in the same words.
//
//go:embed src/i18n/*/codes.json src/i18n/*/form.json
var texts embed.FS

// Texts are codes.json and form.json of each language, in a folder named after it.
func Texts() fs.FS {
	files, err := fs.Sub(texts, "src/i18n")
	if err != nil {
		panic(err) // the name is a constant that embed has checked
	}
	return files
}

// Files is the built web application, index.html at its top. Before the build it holds no index.html.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant that embed has checked
	}
	return files
}
