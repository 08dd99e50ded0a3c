package attachments

import (
	"path"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/vip-verkosto/vaatu/services/internal/document"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/leakguard"
)

// leaks are what in a file's name, and in what the file says about itself, could tell who is meant.
type leaks struct{ inName, inFile []string }

// leaksOf looks for them; IDENTITY_CODE_IN_TEXT where the file says an identity code about itself.
func leaksOf(name string, d document.Document, w leakguard.Writer) (leaks, error) {
	var l leaks
	name = strings.TrimSuffix(name, path.Ext(name))
	units := utf16.Encode([]rune(name))
	for _, f := range leakguard.Find(name, w) {
		l.inName = append(l.inName, string(utf16.Decode(units[f.Start:f.End])))
	}
	for _, text := range slices.Concat(d.Authors, d.Says) {
		if err := identitycode.Refuse(identitycode.Text{Path: "file", Value: text}); err != nil {
			return leaks{}, err
		}
	}
	l.inFile = slices.Clone(d.Authors)
	for _, text := range d.Says {
		if len(leakguard.Find(text, w)) > 0 {
			l.inFile = append(l.inFile, text)
		}
	}
	slices.Sort(l.inFile)
	l.inFile = slices.Compact(l.inFile)
	return l, nil
}
