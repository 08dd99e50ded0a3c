package document

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"io"
	"strconv"
)

const (
	// mostInflated is how much of the objects that a PDF packs is looked at, in bytes.
	mostInflated = 64 << 20
	// openingCost is what each stream counts for beside its bytes: to open one takes as long as to look at so much.
	openingCost = 4 << 10
	// blank are the bytes that part words.
	blank = "\x00\t\n\f\r "
	// mostSaid are the texts about the file that are looked at: bookmarks have titles too.
	mostSaid = 1000
	// longestToken is longer than any name that matters.
	longestToken = 64
)

// inspectPDF looks at a PDF (ISO 32000): that it begins and ends as one and as nothing else, has no password, and does nothing by itself.
func inspectPDF(file io.ReaderAt, size int64) (authors, says []string, err error) {
	if !has(file, 0, "%PDF-1.") && !has(file, 0, "%PDF-2.") || endsAsZip(file, size) || !endsAsPDF(file, size) {
		return nil, nil, Mismatch
	}
	s := &pdfScan{file: file, size: size}
	if err := s.scan(io.NewSectionReader(file, 0, size), true); err != nil {
		return nil, nil, err
	}
	return s.authors, s.says, nil
}

// endsAsPDF looks for the end of the file, and for the table of objects where it says.
func endsAsPDF(file io.ReaderAt, size int64) bool {
	tail := make([]byte, min(size, 2048))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil {
		return false
	}
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return false
	}
	fields := bytes.Fields(tail[i+len("startxref"):])
	if len(fields) != 2 || string(fields[1]) != "%%EOF" {
		return false
	}
	at, err := strconv.ParseInt(string(fields[0]), 10, 64)
	if err != nil || at < 0 || at >= size {
		return false
	}
	table := make([]byte, 32)
	n, _ := file.ReadAt(table, at)
	table = bytes.TrimLeft(table[:n], blank)
	return bytes.HasPrefix(table, []byte("xref")) || bytes.Contains(table, []byte(" obj"))
}

// pdfScan looks for names in all of a PDF. It follows no structure, which a reader may see in another way, so that nothing can hide
// from it but in what is packed: objects in streams are unpacked, by the one filter that programs use for them.
type pdfScan struct {
	file io.ReaderAt
	size int64

	authors, says []string
	inflated      int64
	// packs: the object that is read is a stream of objects; oddly: by a filter other than the usual; xmp: it is a stream of XML.
	packs, oddly, xmp bool
}

// scan looks at bytes; outer: at those of the file itself, where streams begin.
func (s *pdfScan) scan(from io.Reader, outer bool) error {
	r := bufio.NewReaderSize(from, 32<<10)
	at := int64(0)
	var word []byte // letters in a row
	for {
		b, err := r.ReadByte()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return Mismatch
		}
		at++
		if b == '/' {
			name, length := nameIn(r)
			at += int64(length)
			if err := s.name(name, r); err != nil {
				return err
			}
			word = word[:0]
			continue
		}
		if b >= 'a' && b <= 'z' {
			word = longer(word, b)
			continue
		}
		if outer {
			if err := s.keyword(string(word), b, at); err != nil {
				return err
			}
		}
		word = word[:0]
	}
}

// longer adds a letter to a word, as long as it may be one that matters.
func longer(word []byte, letter byte) []byte {
	if len(word) == longestToken {
		return word
	}
	return append(word, letter)
}

// keyword hears a word and the byte behind it.
func (s *pdfScan) keyword(word string, next byte, at int64) error {
	switch {
	case word == "endobj" || word == "obj":
		s.packs, s.oddly, s.xmp = false, false, false
	case word == "stream" && (s.packs || s.xmp) && (next == '\r' || next == '\n'):
		if next == '\r' && has(s.file, at, "\n") {
			at++
		}
		if s.xmp {
			if err := s.describe(at); err != nil {
				return err
			}
		}
		if !s.packs {
			return nil
		}
		if s.oddly {
			return Active // nobody could say what is in it
		}
		return s.unpack(at)
	}
	return nil
}

// unpack looks at the objects of a stream that begins somewhere.
func (s *pdfScan) unpack(at int64) error {
	packs := s.packs
	defer func() { s.packs = packs }()
	if s.inflated += openingCost; s.inflated > mostInflated {
		return Bomb
	}
	z, err := zlib.NewReader(bufio.NewReaderSize(io.NewSectionReader(s.file, at, s.size-at), 4<<10))
	if err != nil {
		return nil // not packed: the scan of the file goes on here
	}
	bounded := &io.LimitedReader{R: z, N: mostInflated - s.inflated + 1}
	err = s.scan(bounded, false)
	s.inflated = mostInflated + 1 - bounded.N
	if bounded.N == 0 {
		return Bomb
	}
	return err
}

// name hears a name.
func (s *pdfScan) name(name string, behind *bufio.Reader) error {
	switch name {
	case "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "FileAttachment", "RichMedia", "XFA", "ImportData", "SubmitForm":
		return Active
	case "Encrypt":
		return Encrypted
	case "ObjStm":
		s.packs = true
	case "XML":
		s.xmp = true
	case "ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL", "Crypt", "Predictor":
		s.oddly = true
	case "Filter":
		next, _ := behind.Peek(longestToken)
		next = bytes.TrimLeft(next, blank)
		s.oddly = s.oddly || len(next) > 0 && next[0] >= '0' && next[0] <= '9' // it stands elsewhere
	case "Author", "Title", "Subject", "Keywords":
		s.hear(name, textIn(behind))
	}
	return nil
}

// hear keeps what the file says about itself.
func (s *pdfScan) hear(name, text string) {
	switch {
	case text == "" || len(s.authors)+len(s.says) >= mostSaid:
	case name == "Author":
		s.authors = append(s.authors, text)
	default:
		s.says = append(s.says, text)
	}
}

// nameIn reads a name as it is meant: #4a is J. It answers how many bytes it has read.
func nameIn(r *bufio.Reader) (name string, length int) {
	var text []byte
	for {
		next, err := r.Peek(1)
		if err != nil || len(text) >= longestToken || bytes.ContainsAny(next, blank+"()<>[]{}/%") {
			return string(text), length
		}
		b := next[0]
		if code, err := r.Peek(3); b == '#' && err == nil {
			if n, err := strconv.ParseUint(string(code[1:]), 16, 8); err == nil {
				text = append(text, byte(n))
				_, _ = r.Discard(3) // it was peeked at
				length += 3
				continue
			}
		}
		text = append(text, b)
		_, _ = r.Discard(1)
		length++
	}
}
