package gateway

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"

	application "github.com/vip-verkosto/vaatu/gateway/web"
)

// Places in the page of the application that are filled before it is served.
const (
	noncePlace    = "VAATU_NONCE"
	languagePlace = `<html lang="fi">`
	rootPlace     = `<div id="root">`
)

// languageCookie is the language of the screen; the application keeps it.
const languageCookie = "vaatu-language"

//go:embed first.html
var firstSource string

var firstTemplate = template.Must(template.New("first").Parse(firstSource))

// formWords are the words of the request form, as the application has them.
type formWords struct {
	Title     string                  `json:"title"`
	Readers   map[string]string       `json:"readers"`
	Questions map[string]formQuestion `json:"questions"`
}

type formQuestion struct {
	Title string `json:"title"`
	Hint  string `json:"hint"`
}

// What is asked first, and who will read the answer; other questions stand where an address asks for them.
const (
	firstQuestion = "about"
	firstReaders  = "A"
)

// readForms reads the words of the form in each language.
func readForms() (map[string]formWords, error) {
	forms := map[string]formWords{}
	for _, language := range []string{finnish, swedish, english} {
		raw, err := fs.ReadFile(application.Texts(), language+"/form.json")
		if err != nil {
			return nil, fmt.Errorf("reading the words of the form: %w", err)
		}
		var words formWords
		if err := json.Unmarshal(raw, &words); err != nil {
			return nil, fmt.Errorf("decoding the words of the form: %w", err)
		}
		forms[language] = words
	}
	return forms, nil
}

// screenLanguage answers the language in which the application begins: the screen's last one, else the browser's.
func screenLanguage(r *http.Request) string {
	if kept, err := r.Cookie(languageCookie); err == nil && knownLanguage(kept.Value) != "" {
		return knownLanguage(kept.Value)
	}
	return languageFor(r.Header)
}

// first answers the page of the application as it is seen before its script runs: the request form shows its heading and
// a question, so that whoever waits for the rest can read.
func (w *web) first(r *http.Request, language, nonce string) ([]byte, error) {
	page := bytes.ReplaceAll(w.index, []byte(noncePlace), []byte(nonce))
	page = bytes.Replace(page, []byte(languagePlace), []byte(`<html lang="`+language+`">`), 1)
	draft, ok := strings.CutPrefix(r.URL.Path, "/drafts/")
	if !ok || draft == "" || strings.Contains(draft, "/") {
		return page, nil
	}
	words := w.forms[language]
	shown := struct {
		Title, Readers string
		Question       formQuestion
	}{Title: words.Title}
	if shown.Question, ok = words.Questions[r.URL.Query().Get("q")]; !ok {
		shown.Question, shown.Readers = words.Questions[firstQuestion], words.Readers[firstReaders]
	}
	var sight bytes.Buffer
	sight.WriteString(rootPlace)
	err := firstTemplate.Execute(&sight, shown)
	return bytes.Replace(page, []byte(rootPlace), sight.Bytes(), 1), err
}
