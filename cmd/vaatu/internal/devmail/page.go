package devmail

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"
)

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Parse(pageSource))

// ServeHTTP shows the mails, the newest first: as JSON at a path that ends in .json, else as a page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	mails := s.Mails()
	if strings.HasSuffix(r.URL.Path, ".json") {
		if mails == nil {
			mails = []Mail{}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(mails) // whoever has hung up gets nothing
		return
	}
	shown := struct {
		Nonce string
		Mails []Mail
	}{rand.Text(), mails}
	var out bytes.Buffer
	if err := page.Execute(&out, shown); err != nil {
		http.Error(w, "writing the page", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+shown.Nonce+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(out.Bytes()) // whoever has hung up gets nothing
}
