// Package document says whether a file is what its name says: a PDF, a PNG, a JPEG, a DOCX or an ODT, and nothing else at the same
// time. It reads a file from its place and holds a small part of it in memory, whatever the file claims about itself. Images lose
// their metadata, but for how they are turned. It is a filter, not a proof: what it lets pass is still served as a download, or in a
// sandbox.
package document

import (
	"bytes"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Type of a document.
type Type string

// Types.
const (
	PDF  Type = "PDF"
	PNG  Type = "PNG"
	JPEG Type = "JPEG"
	DOCX Type = "DOCX"
	ODT  Type = "ODT"
)

// Fault is why a file is not taken: the code of a rule, which has a text in each language.
type Fault string

// Faults.
const (
	BadName   Fault = "file.name"
	BadType   Fault = "file.type"
	Empty     Fault = "file.empty"
	Mismatch  Fault = "file.mismatch"
	Encrypted Fault = "file.encrypted"
	Active    Fault = "file.active"
	Bomb      Fault = "file.bomb"
	Pixels    Fault = "file.pixels"
)

func (f Fault) Error() string { return "the file breaks the rule " + string(f) }

// Document is a file that may be kept.
type Document struct {
	Type Type
	// Authors are those that it names; Says is what else it says about itself, as its title and subject. Images have lost both.
	Authors, Says []string

	kept []span
}

// span is bytes of the file, or bytes in the place of some.
type span struct {
	from, to int64
	instead  []byte
}

// Size of what is kept, in bytes.
func (d Document) Size() int {
	size := 0
	for _, s := range d.kept {
		size += int(s.to-s.from) + len(s.instead)
	}
	return size
}

// Kept reads what is kept of a file.
func (d Document) Kept(file io.ReaderAt) io.Reader {
	readers := make([]io.Reader, 0, 2*len(d.kept))
	for _, s := range d.kept {
		readers = append(readers, bytes.NewReader(s.instead), io.NewSectionReader(file, s.from, s.to-s.from))
	}
	return io.MultiReader(readers...)
}

// longestName in characters, as a file keeps it.
const longestName = 120

var types = map[string]Type{".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".docx": DOCX, ".odt": ODT}

// CleanName answers a file's name without its path, without characters that do not show or turn the line around, and short; a Fault
// where nothing of it is left or it ends in no type that is taken.
func CleanName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", BadName
	}
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r):
			return -1
		case strings.ContainsRune(`<>:"|?*;`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	extension := strings.ToLower(path.Ext(name))
	if types[extension] == "" {
		return "", BadType
	}
	base := []rune(strings.Trim(name[:len(name)-len(extension)], " ."))
	if len(base) == 0 {
		return "", BadName
	}
	if room := longestName - len(extension); len(base) > room {
		base = base[:room]
	}
	return string(base) + extension, nil
}

// Inspect answers what a file of a clean name is; a Fault where it is not what the name says.
func Inspect(name string, file io.ReaderAt, size int64) (Document, error) {
	if size == 0 {
		return Document{}, Empty
	}
	d := Document{Type: types[strings.ToLower(path.Ext(name))], kept: []span{{to: size}}}
	var err error
	switch d.Type {
	case PDF:
		d.Authors, d.Says, err = inspectPDF(file, size)
	case PNG:
		d.kept, err = inspectPNG(file, size)
	case JPEG:
		d.kept, err = inspectJPEG(file, size)
	case DOCX, ODT:
		d.Authors, d.Says, err = inspectZip(file, size, d.Type)
	default:
		err = BadType
	}
	return d, err
}

// has reports whether a file begins with something.
func has(file io.ReaderAt, at int64, want string) bool {
	got := make([]byte, len(want))
	n, _ := file.ReadAt(got, at)
	return string(got[:n]) == want
}

// endsAsZip reports whether a file would be opened as an archive too: programs look for its directory at the end.
func endsAsZip(file io.ReaderAt, size int64) bool {
	_, found := endOfZip(file, size)
	return found
}
