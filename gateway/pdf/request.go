// Package pdf writes a request as a document to keep, to print and to hand to who has no account: title, language, embedded
// fonts, a bookmark for each question. Whoever needs a document that assistive technology reads well prints the page: a
// screen has headings and lists, and this file has no tags.
package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the zone must be there on any machine

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

// Sizes in millimetres and points.
const (
	margin = 20
	text   = 11
	line   = 5.5
	family = "go"
)

// Request writes the request of a case in a language, fi or sv.
func Request(c *casespb.Case, language string) ([]byte, error) {
	w, err := wordsIn(language)
	if err != nil {
		return nil, err
	}
	p := page{fpdf.New("P", "mm", "A4", "")}
	p.AddUTF8FontFromBytes(family, "", goregular.TTF)
	p.AddUTF8FontFromBytes(family, "B", gobold.TTF)
	title := w.own["title"] + " " + c.GetNumber()
	p.SetTitle(title, true)
	p.SetLang(language)
	p.SetCreator("Vaatu", true)
	p.SetCreationDate(c.GetUpdateTime().AsTime())
	p.SetModificationDate(c.GetUpdateTime().AsTime())
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(true, margin)
	p.AliasNbPages("{pages}")
	p.SetFooterFunc(func() {
		p.SetY(-margin + line)
		p.SetFont(family, "", text-2)
		p.CellFormat(0, line, fmt.Sprintf("%s · %s %d/{pages}", c.GetNumber(), w.own["page"], p.PageNo()), "", 0, "R", false, 0, "")
	})
	p.AddPage()
	p.heading(title, 0)
	for _, f := range w.facts(c) {
		p.fact(f.question, f.answer)
	}
	for _, a := range w.answers(c.GetRequest(), c.GetHidden()) {
		p.heading(a.question, 1)
		p.words(a.answer)
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("writing a document: %w", err)
	}
	return out.Bytes(), nil
}

// page writes down a document.
type page struct{ *fpdf.Fpdf }

// heading begins a part of the document; its bookmark stands at the level.
func (p page) heading(title string, level int) {
	_, height := p.GetPageSize()
	if p.GetY() > height-margin-4*line {
		p.AddPage() // no heading alone at the foot of a page
	}
	p.Ln(line)
	p.SetFont(family, "B", float64(text+5-3*level))
	p.Bookmark(printable(title), level, -1)
	p.MultiCell(0, line+2, printable(title), "", "L", false)
}

func (p page) words(words string) {
	p.SetFont(family, "", text)
	p.MultiCell(0, line, printable(words), "", "L", false)
}

func (p page) fact(name, value string) {
	const column = 45
	p.SetFont(family, "B", text)
	p.CellFormat(column, line, printable(name), "", 0, "L", false, 0, "")
	p.SetFont(family, "", text)
	p.MultiCell(0, line, printable(value), "", "L", false)
}

// helsinki is where dates are read.
var helsinki = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err) // it is built in
	}
	return zone
}()

// joined writes several answers, each on a line of its own.
func joined(answers []string) string { return strings.Join(answers, "\n") }
