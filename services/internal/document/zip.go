package document

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"html"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
)

// Bounds of an archive, each far beyond what a text with images needs.
const (
	mostEntries   = 1000
	mostDirectory = 256 << 10 // bytes
	mostUnpacked  = 100 << 20 // bytes
	mostRatio     = 100
	// mostXML is how much is looked at of a part that says what the document is.
	mostXML = 1 << 20
)

const (
	endRecord     = "PK\x05\x06"
	endSize       = 22
	longestRemark = 1<<16 - 1
	packed        = 8
)

// endOfZip answers where the record stands that ends an archive (PKWARE, APPNOTE 4.3.16): the last one whose comment ends the file.
func endOfZip(file io.ReaderAt, size int64) (at int64, found bool) {
	tail := make([]byte, min(size, endSize+longestRemark))
	start := size - int64(len(tail))
	if _, err := file.ReadAt(tail, start); err != nil && !errors.Is(err, io.EOF) {
		return 0, false
	}
	for i := len(tail) - endSize; i >= 0; i-- {
		i = bytes.LastIndex(tail[:i+len(endRecord)], []byte(endRecord))
		if i < 0 {
			return 0, false
		}
		if i+endSize+int(binary.LittleEndian.Uint16(tail[i+20:])) == len(tail) {
			return start + int64(i), true
		}
	}
	return 0, false
}

// inspectZip looks at a text of an office program: first at the directory, which is bounded before it is read, then at what the
// entries claim, and then at each of them.
func inspectZip(file io.ReaderAt, size int64, want Type) (authors, says []string, err error) {
	end := make([]byte, endSize)
	at := size - endSize
	if !has(file, 0, "PK\x03\x04") || at < 0 || !has(file, at, endRecord) {
		return nil, nil, Mismatch
	}
	if _, err := file.ReadAt(end, at); err != nil {
		return nil, nil, Mismatch
	}
	entries, length, offset := binary.LittleEndian.Uint16(end[10:]), binary.LittleEndian.Uint32(end[12:]), binary.LittleEndian.Uint32(end[16:])
	switch {
	case entries > mostEntries || length > mostDirectory:
		return nil, nil, Bomb
	case entries == 0 || int64(offset)+int64(length) != at:
		return nil, nil, Mismatch
	}
	archive, err := zip.NewReader(file, size)
	if err != nil || len(archive.File) != int(entries) {
		return nil, nil, Mismatch
	}
	if err := claims(archive.File, size); err != nil {
		return nil, nil, err
	}
	for _, f := range archive.File {
		if err := unpacks(f); err != nil {
			return nil, nil, err
		}
	}
	if want == DOCX {
		return inspectDOCX(archive)
	}
	return inspectODT(file, archive)
}

// claims checks what the directory says of the entries: names, kinds, sizes, and that no two share their bytes.
func claims(files []*zip.File, size int64) error {
	type place struct{ from, to int64 }
	places, unpacked, seen := []place{}, uint64(0), map[string]bool{}
	for _, f := range files {
		name := strings.ToLower(f.Name)
		from, err := f.DataOffset()
		switch {
		case err != nil || !plainName(f.Name) || seen[name]:
			return Mismatch
		case f.Flags&1 != 0:
			return Encrypted
		case f.Method != zip.Store && f.Method != packed, !f.Mode().IsRegular() && !f.Mode().IsDir():
			return Mismatch
		case f.UncompressedSize64 > mostUnpacked:
			return Bomb
		}
		seen[name] = true
		unpacked += f.UncompressedSize64
		places = append(places, place{from, from + int64(f.CompressedSize64)}) //nolint:gosec // a wrong one overlaps
	}
	if unpacked > mostUnpacked || unpacked > mostRatio*uint64(size) { //nolint:gosec // not negative
		return Bomb
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.from, b.from) })
	for i, p := range places {
		if p.to < p.from || p.to > size || i > 0 && places[i-1].to > p.from {
			return Bomb
		}
	}
	return nil
}

// plainName: no way out of the folder that the archive is unpacked to.
func plainName(name string) bool {
	clean := strings.TrimSuffix(name, "/")
	return clean != "" && path.Clean(clean) == clean && !strings.HasPrefix(clean, "/") && clean != ".." && !strings.HasPrefix(clean, "../") &&
		!strings.ContainsAny(name, `\:`) && !strings.ContainsFunc(name, unicode.IsControl)
}

// unpacks reads an entry, no further than its size: the sum at its end is checked there.
func unpacks(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return Mismatch
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(r, int64(f.UncompressedSize64)+1)) //nolint:gosec // bounded by claims
	if err != nil || uint64(n) != f.UncompressedSize64 {                            //nolint:gosec // not negative
		return Bomb
	}
	return nil
}

// part answers the beginning of an entry; nil where there is none.
func part(archive *zip.Reader, name string) []byte {
	r, err := archive.Open(name)
	if err != nil {
		return nil
	}
	defer r.Close()
	text, _ := io.ReadAll(io.LimitReader(r, mostXML))
	return text
}

// inspectDOCX looks at the parts of a text of Word (ECMA-376).
func inspectDOCX(archive *zip.Reader) (authors, says []string, err error) {
	kinds := part(archive, "[Content_Types].xml")
	if !bytes.Contains(kinds, []byte("wordprocessingml.document.main+xml")) || part(archive, "word/document.xml") == nil {
		if bytes.Contains(kinds, []byte("macroEnabled")) {
			return nil, nil, Active
		}
		return nil, nil, Mismatch
	}
	for _, f := range archive.File {
		name := strings.ToLower(f.Name)
		if path.Base(name) == "vbaproject.bin" || strings.HasPrefix(name, "word/activex/") || strings.HasSuffix(name, ".exe") {
			return nil, nil, Active
		}
	}
	if bytes.Contains(kinds, []byte("macroEnabled")) || bytes.Contains(kinds, []byte("vbaProject")) {
		return nil, nil, Active
	}
	core, app := part(archive, "docProps/core.xml"), part(archive, "docProps/app.xml")
	authors = said(core, "dc:creator", "cp:lastModifiedBy")
	says = append(said(core, "dc:title", "dc:subject", "dc:description", "cp:keywords", "cp:category"), said(app, "Company", "Manager")...)
	return authors, says, nil
}

// inspectODT looks at the parts of an OpenDocument text (ISO/IEC 26300).
func inspectODT(file io.ReaderAt, archive *zip.Reader) (authors, says []string, err error) {
	const kind = "application/vnd.oasis.opendocument.text"
	first := archive.File[0]
	if first.Name != "mimetype" || first.Method != zip.Store || first.UncompressedSize64 != uint64(len(kind)) || !has(file, 38, kind) ||
		part(archive, "content.xml") == nil {
		return nil, nil, Mismatch
	}
	if bytes.Contains(part(archive, "META-INF/manifest.xml"), []byte("encryption-data")) {
		return nil, nil, Encrypted
	}
	for _, f := range archive.File {
		if strings.HasPrefix(f.Name, "Basic/") || strings.HasPrefix(f.Name, "Scripts/") {
			return nil, nil, Active
		}
	}
	meta := part(archive, "meta.xml")
	return said(meta, "dc:creator", "meta:initial-creator", "meta:printed-by"), said(meta, "dc:title", "dc:subject", "dc:description", "meta:keyword"), nil
}

// longestSaid is how much of a text in the metadata is looked at, in bytes.
const longestSaid = 1000

// said answers what elements of a text in XML say, of those that say anything.
func said(text []byte, elements ...string) []string {
	var all []string
	for _, element := range elements {
		_, rest, _ := bytes.Cut(text, []byte("<"+element))
		_, rest, _ = bytes.Cut(rest, []byte(">"))
		one, _, _ := bytes.Cut(rest, []byte("<"))
		if one = bytes.TrimSpace(one[:min(len(one), longestSaid)]); len(one) > 0 {
			all = append(all, html.UnescapeString(strings.ToValidUTF8(string(one), "")))
		}
	}
	return all
}
