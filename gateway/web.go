package gateway

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
)

// web is the built web application, held in memory.
type web struct {
	index []byte
	forms map[string]formWords
	files map[string]*file
}

// file is one file of the application. What it holds never changes while the program runs.
type file struct {
	body      []byte
	mediaType string
	tag       string
	// codings are made at the first wish; nil where one would not be smaller.
	codings []coding
}

// coding of a body, by its name in HTTP.
type coding struct {
	name string
	body func() []byte
}

// newWeb reads the application; without one there is only a page that says so.
func newWeb(from fs.FS) (*web, error) {
	forms, err := readForms()
	if err != nil {
		return nil, err
	}
	w := &web{forms: forms, files: map[string]*file{}}
	if from == nil {
		return w, nil
	}
	err = fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		if name == "index.html" {
			w.index = body
			return nil
		}
		w.files["/"+name] = newFile(name, body)
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the web application: %w", err)
	}
	return w, nil
}

func newFile(name string, body []byte) *file {
	sum := sha256.Sum256(body)
	f := &file{body: body, mediaType: mediaType(name), tag: hex.EncodeToString(sum[:12])}
	f.codings = []coding{
		{"br", sync.OnceValue(func() []byte { return smaller(f.mediaType, body, newBrotli) })},
		{"gzip", sync.OnceValue(func() []byte { return smaller(f.mediaType, body, newGzip) })},
	}
	return f
}

// mediaType of a file by its name. The table of the machine is asked last: it may know nothing, or other things.
func mediaType(name string) string {
	known := map[string]string{
		".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
		".html": "text/html; charset=utf-8", ".json": "application/json", ".woff2": "font/woff2", ".png": "image/png",
		".ico": "image/x-icon", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json",
	}
	if t, ok := known[path.Ext(name)]; ok {
		return t
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// newBrotli is one step below its best, which takes twice as long for a fiftieth less: somebody waits for it.
func newBrotli(out io.Writer) io.WriteCloser {
	return brotli.NewWriterLevel(out, brotli.BestCompression-1)
}

func newGzip(out io.Writer) io.WriteCloser {
	z, _ := gzip.NewWriterLevel(out, gzip.BestCompression) // fails of a level that is none
	return z
}

// smaller answers a body in a coding; nil where it would not be smaller.
func smaller(mediaType string, body []byte, coded func(io.Writer) io.WriteCloser) []byte {
	if !strings.HasPrefix(mediaType, "text/") && !strings.Contains(mediaType, "json") && !strings.Contains(mediaType, "svg") {
		return nil
	}
	var out bytes.Buffer
	z := coded(&out)
	if _, err := z.Write(body); err != nil || z.Close() != nil || out.Len() >= len(body) {
		return nil
	}
	return out.Bytes()
}

// page serves the web application: its files by their names, and its one page at every other address, which it reads
// for itself.
func (g *Gateway) page(w http.ResponseWriter, r *http.Request) {
	c := callOf(r.Context())
	if f, ok := g.web.files[r.URL.Path]; ok {
		c.route = "file"
		f.serve(w, r, strings.HasPrefix(r.URL.Path, "/assets/"))
		return
	}
	if strings.HasPrefix(r.URL.Path, "/assets/") || path.Ext(r.URL.Path) != "" || !wantsPage(r) {
		c.route = "none"
		writeProblem(w, r, refusal{reason: reasonNotFound})
		return
	}
	c.route = "page"
	if g.web.index == nil {
		g.show(w, r, pageNotBuilt)
		return
	}
	nonce, language := newNonce(), screenLanguage(r)
	page, err := g.web.first(r, language, nonce)
	if err != nil {
		g.log.ErrorContext(r.Context(), "writing a page", "request", c.id, "error", err.Error())
		writeProblem(w, r, refusal{reason: reasonInternal})
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", language)
	h.Set("Content-Security-Policy", pagePolicy(nonce))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(page) // whoever has hung up gets nothing
}

func wantsPage(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return accept == "" || strings.Contains(accept, "text/html") || strings.Contains(accept, "*/*")
}

// serve answers a file. The names of built assets change with what they hold, so these are kept for good.
func (f *file) serve(w http.ResponseWriter, r *http.Request, forever bool) {
	h := w.Header()
	h.Set("Content-Type", f.mediaType)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, tag := f.body, f.tag
	for _, c := range f.codings {
		if takes(r, c.name) && c.body() != nil {
			body, tag = c.body(), f.tag+"-"+c.name
			h.Set("Content-Encoding", c.name)
			break
		}
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func takes(r *http.Request, coding string) bool {
	for wish := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(wish), ";")
		if name == coding && strings.TrimSpace(weight) != "q=0" {
			return true
		}
	}
	return false
}
