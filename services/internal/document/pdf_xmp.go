package document

import (
	"bufio"
	"compress/zlib"
	"encoding/xml"
	"io"
	"strings"
)

// What a PDF says about itself it says twice: in texts of its own, and in a stream of XML (XMP, ISO 16684-1). These are the
// elements of it that could tell who is meant, by their names without the prefix.
var (
	xmpAuthors = map[string]bool{"creator": true, "contributor": true, "Author": true, "LastModifiedBy": true, "CaptionWriter": true, "Owner": true}
	xmpSays    = map[string]bool{
		"title": true, "subject": true, "description": true, "Keywords": true, "Company": true, "Manager": true, "AuthorsPosition": true, "Headline": true,
	}
)

// describe looks at a stream of XML that begins somewhere, packed or not, and no further than at mostXML of it. What is no XML says
// nothing.
func (s *pdfScan) describe(at int64) error {
	if s.inflated += openingCost; s.inflated > mostInflated {
		return Bomb
	}
	section := func() io.Reader { return bufio.NewReader(io.NewSectionReader(s.file, at, s.size-at)) }
	from := section()
	if z, err := zlib.NewReader(from); err == nil {
		from = z
	} else {
		from = section()
	}
	bounded := &io.LimitedReader{R: from, N: mostXML}
	s.read(xml.NewDecoder(bounded))
	s.inflated += mostXML - bounded.N
	return nil
}

// read hears the elements and attributes that matter, each item of a list for itself.
func (s *pdfScan) read(d *xml.Decoder) {
	d.Strict = false
	field := ""
	var text strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return // at the end, or where it is no XML
		}
		switch t := token.(type) {
		case xml.StartElement:
			for _, a := range t.Attr {
				s.told(a.Name.Local, a.Value)
			}
			if xmpAuthors[t.Name.Local] || xmpSays[t.Name.Local] {
				field = t.Name.Local
			}
		case xml.CharData:
			if field != "" && text.Len() < longestSaid {
				text.Write(t)
			}
		case xml.EndElement:
			s.told(field, text.String())
			text.Reset()
			if t.Name.Local == field {
				field = ""
			}
		}
	}
}

// told keeps what an element or attribute says, if it matters.
func (s *pdfScan) told(name, text string) {
	text = strings.TrimSpace(text[:min(len(text), longestSaid)])
	switch {
	case xmpAuthors[name]:
		s.hear("Author", strings.ToValidUTF8(text, ""))
	case xmpSays[name]:
		s.hear(name, strings.ToValidUTF8(text, ""))
	}
}
