package document

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
)

// sample answers a file of a type that is in order, and with it every fault's beginning.
func sample(t testing.TB, kind Type) []byte {
	t.Helper()
	switch kind {
	case PDF:
		return aPDF("<</Type/Catalog>>")
	case PNG, JPEG:
		var b bytes.Buffer
		encode := func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }
		if kind == PNG {
			encode = png.Encode
		}
		if err := encode(&b, image.NewGray(image.Rect(0, 0, 20, 10))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	case DOCX:
		return pack(t, docx("")...)
	case ODT:
		return pack(t, odt("")...)
	}
	t.Fatalf("there is no sample of %s", kind)
	return nil
}

func aPDF(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", at)
	return b.Bytes()
}

// file of an archive; stored as it is where its name is mimetype.
type file struct{ name, text string }

func docx(author string) []file {
	return []file{
		{"[Content_Types].xml", `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"word/document.xml", "<w:document/>"},
		{"docProps/core.xml", "<cp:coreProperties><dc:creator>" + author + "</dc:creator></cp:coreProperties>"},
	}
}

func odt(author string) []file {
	return []file{
		{"mimetype", "application/vnd.oasis.opendocument.text"},
		{"content.xml", "<office:document-content/>"},
		{"META-INF/manifest.xml", "<manifest:manifest/>"},
		{"meta.xml", "<meta:initial-creator>" + author + "</meta:initial-creator>"},
	}
}

func pack(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		var to io.Writer
		var err error
		if f.name == "mimetype" {
			header.Method, header.CRC32 = zip.Store, crc32.ChecksumIEEE([]byte(f.text))
			header.CompressedSize64, header.UncompressedSize64 = uint64(len(f.text)), uint64(len(f.text))
			to, err = w.CreateRaw(header)
		} else {
			to, err = w.CreateHeader(header)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(to, f.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func inspect(name string, data []byte) (Document, error) {
	return Inspect(name, bytes.NewReader(data), int64(len(data)))
}

var names = map[Type]string{PDF: "a.pdf", PNG: "a.png", JPEG: "a.jpg", DOCX: "a.docx", ODT: "a.odt"}

func TestAFileIsWhatItsNameSaysAndNothingElse(t *testing.T) {
	t.Parallel()
	for kind := range names {
		data := sample(t, kind)
		for named, name := range names {
			d, err := inspect(name, data)
			if named != kind {
				if !errors.Is(err, Mismatch) {
					t.Errorf("a %s called %s: %v", kind, name, err)
				}
				continue
			}
			if err != nil || d.Type != kind {
				t.Errorf("a %s is %v, %v", kind, d.Type, err)
			}
			kept, err := io.ReadAll(d.Kept(bytes.NewReader(data)))
			if err != nil || !bytes.Equal(kept, data) || d.Size() != len(data) {
				t.Errorf("of a %s of %d bytes %d are kept, said %d, %v", kind, len(data), len(kept), d.Size(), err)
			}
		}
		for end := range data {
			if _, err := inspect(names[kind], data[:end]); err == nil && kind != PDF {
				t.Errorf("a %s cut at %d of %d is taken", kind, end, len(data))
			}
		}
		if _, err := inspect(names[kind], pack(t, odt("")...)); kind != ODT && !errors.Is(err, Mismatch) {
			t.Errorf("an archive called %s: %v", names[kind], err)
		}
		// Two documents in one: each in front of the other, and behind it.
		for other := range names {
			if other == kind {
				continue
			}
			for where, both := range map[string][]byte{"in front of": append(sample(t, other), data...), "behind": append(bytes.Clone(data), sample(t, other)...)} {
				d, err := inspect(names[kind], both)
				if err == nil && (kind != JPEG || where != "behind" || d.Size() != len(data)) {
					t.Errorf("a %s %s a %s is taken", other, where, kind)
				}
			}
		}
		for _, prefix := range []string{"<html><script>", "<svg xmlns='http://www.w3.org/2000/svg'>", "\n", "MZ", "#!/bin/sh\n"} {
			if _, err := inspect(names[kind], append([]byte(prefix), data...)); err == nil {
				t.Errorf("a %s that begins as %q is taken", kind, prefix)
			}
		}
	}
	if _, err := inspect("a.pdf", nil); !errors.Is(err, Empty) {
		t.Errorf("nothing: %v", err)
	}
}

func TestAPDFThatDoesSomethingOrIsLockedIsRefused(t *testing.T) {
	t.Parallel()
	packed := func(text string) string {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write([]byte(text))
		_ = z.Close()
		return b.String()
	}
	objects := func(dict, text string) string {
		return "<</Type/ObjStm/N 1/First 4" + dict + ">>\nstream\n" + text + "\nendstream"
	}
	for name, c := range map[string]struct {
		object string
		want   error
	}{
		"plain":              {"<</Type/Catalog/Lang(fi)>>", nil},
		"script":             {"<</S/JavaScript/JS(app.alert\\(1\\))>>", Active},
		"script in disguise": {"<</S/Java#53cript/JS(x)>>", Active},
		"program":            {"<</S /Launch /F(cmd.exe)>>", Active},
		"file within":        {"<</Type/Filespec/EF<</F 3 0 R>>/Names[/EmbeddedFile]>>", Active},
		"file pinned on":     {"<</Type/Annot/Subtype/FileAttachment/FS 3 0 R>>", Active},
		"form with scripts":  {"<</AcroForm<</XFA 3 0 R>>>>", Active},
		"locked":             {"<</Encrypt 5 0 R>>", Encrypted},
		"script packed":      {objects("/Filter/FlateDecode", packed("1 0 <</S/JavaScript>>")), Active},
		"text packed":        {objects("/Filter/FlateDecode", packed("1 0 <</Lang(fi)>>")), nil},
		"packed oddly":       {objects("/Filter[/ASCII85Decode/FlateDecode]", "x"), Active},
		"filter elsewhere":   {objects("/Filter 7 0 R", "x"), Active},
		"streams on streams": {objects("/Filter/FlateDecode", strings.Repeat("/ObjStm stream\n"+packed("")+" ", 17_000)), Bomb},
		"bomb":               {objects("/Filter/FlateDecode", packed(strings.Repeat("0", mostInflated+10))), Bomb},
	} {
		if _, err := inspect("a.pdf", aPDF(c.object)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for text, want := range map[string]bool{"<</Author(Anna)>>": true, "<</Author ()>>": false, "<</Author <feff0041>>>": true, "<</Title(x)>>": false} {
		if d, err := inspect("a.pdf", aPDF(text)); err != nil || (len(d.Authors) > 0) != want {
			t.Errorf("%s names its author: %v, %v", text, d.Authors, err)
		}
	}
	for text, want := range map[string]string{
		"<</Title(Aino \\(3 lk\\) \\344)>>": "Aino (3 lk) ä", "<</Subject (a (b) c)>>": "a (b) c", "<</Keywords <feff00c4 0069>>>": "Äi", "<</Title(Open": "Open",
		"<</Title 7 0 R>>": "",
	} {
		if d, err := inspect("a.pdf", aPDF(text)); err != nil || !strings.HasPrefix(strings.Join(d.Says, "|"), want) || want == "" && len(d.Says) > 0 {
			t.Errorf("%s says %q, %v", text, d.Says, err)
		}
	}
}

func TestAnArchiveIsBoundedBeforeItIsUnpacked(t *testing.T) {
	t.Parallel()
	many := docx("")
	for i := range 65_000 {
		many = append(many, file{name: fmt.Sprintf("word/%d.xml", i)})
	}
	lying := pack(t, many[:1003]...)
	binary.LittleEndian.PutUint16(lying[len(lying)-12:], 10)
	empty := pack(t)
	with := func(name, text string) []byte { return pack(t, append(docx(""), file{name, text})...) }
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"65,000 entries":      {pack(t, many...), Bomb},
		"no entry":            {slices.Concat([]byte("PK\x03\x04"), empty[:16], []byte{4}, empty[17:]), Mismatch},
		"1,003 that say 10":   {lying, Mismatch},
		"much of nothing":     {with("word/a.xml", strings.Repeat("0", 20<<20)), Bomb},
		"too much":            {with("word/a.xml", strings.Repeat("0123456789abcdef", 7<<20)), Bomb},
		"a way out":           {with("../../etc/passwd", "x"), Mismatch},
		"a way out backwards": {with(`..\a`, "x"), Mismatch},
		"from the root":       {with("/etc/passwd", "x"), Mismatch},
		"twice":               {with("WORD/document.xml", "x"), Mismatch},
		"macros":              {with("word/vbaProject.bin", "x"), Active},
		"controls":            {with("word/activeX/activeX1.xml", "x"), Active},
		"a comment":           {append(sample(t, DOCX), "x"...), Mismatch},
		"a macro document": {pack(t, file{"[Content_Types].xml", `<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>`},
			file{"word/document.xml", "<x/>"}), Active},
	} {
		for _, kind := range []Type{DOCX, ODT} {
			if _, err := inspect(names[kind], c.data); !errors.Is(err, c.want) && (kind == DOCX || err == nil) {
				t.Errorf("%s as %s: %v, want %v", name, kind, err, c.want)
			}
		}
	}
	overlap := pack(t, docx("")...)
	second := bytes.LastIndex(overlap, []byte("PK\x01\x02"))
	copy(overlap[second+42:], []byte{0, 0, 0, 0}) // the last entry has the bytes of the first
	if _, err := inspect("a.docx", overlap); err == nil {
		t.Error("two entries of the same bytes are taken")
	}
	for kind, files := range map[Type][]file{DOCX: docx("Anna Author"), ODT: odt("Anna Author")} {
		if d, err := inspect(names[kind], pack(t, files...)); err != nil || !slices.Contains(d.Authors, "Anna Author") {
			t.Errorf("a %s of Anna: %v, %v", kind, d.Authors, err)
		}
	}
	if _, err := inspect("a.odt", pack(t, append(odt(""), file{"Basic/Standard/Module1.xml", "x"})...)); !errors.Is(err, Active) {
		t.Errorf("an ODT with macros: %v", err)
	}
	locked := odt("")
	locked[2].text = "<manifest:encryption-data/>"
	if _, err := inspect("a.odt", pack(t, locked...)); !errors.Is(err, Encrypted) {
		t.Errorf("an ODT with a password: %v", err)
	}
}

// segment of a JPEG.
func segment(marker byte, text string) string {
	return string([]byte{0xff, marker, byte((len(text) + 2) >> 8), byte(len(text) + 2)}) + text
}

// chunk of a PNG.
func chunk(kind, text string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(text)))
	b = append(b, kind+text...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(kind+text))))
}

func TestAnImageLosesWhatIsNotSeenButHowItIsTurned(t *testing.T) {
	t.Parallel()
	const secret = "60.1699 N, 24.9384 E; Anna"
	exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x0e\x01\x02\x00\x04\x00\x00\x00" + secret
	shot := sample(t, JPEG)
	shot = append([]byte(string(shot[:2])+segment(app1, exif)+segment(comment, secret)+segment(0xe2, "ICC_PROFILE\x00"+secret)+segment(app1, "http://ns.adobe.com/xap/1.0/\x00"+secret)),
		shot[2:]...)
	shot = append(shot, "ftypmp42 "+secret...) // a film behind the image
	drawn := sample(t, PNG)
	drawn = []byte(string(drawn[:33]) + chunk("tEXt", "Author\x00"+secret) + chunk("eXIf", secret) + chunk("iTXt", secret) + chunk("iCCP", secret) + string(drawn[33:]))
	for name, data := range map[string][]byte{"a.jpg": shot, "a.png": drawn} {
		d, err := inspect(name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		kept, err := io.ReadAll(d.Kept(bytes.NewReader(data)))
		if err != nil || bytes.Contains(kept, []byte(secret[:10])) || len(kept) != d.Size() {
			t.Errorf("%s: %d bytes, said %d, %v: %q", name, len(kept), d.Size(), err, kept)
		}
		if m, _, err := image.Decode(bytes.NewReader(kept)); err != nil || m.Bounds().Dx() != 20 {
			t.Errorf("%s does not open any more: %v", name, err)
		}
		if again, err := inspect(name, kept); err != nil || again.Size() != len(kept) {
			t.Errorf("%s changes once more: %v", name, err)
		}
		if name == "a.jpg" && turnOf(bytes.NewReader(kept), 6, 6+32) != 6 {
			t.Errorf("how it is turned is lost: %q", kept[:40])
		}
	}
}

func TestAnImageOfTooManyPixelsIsRefusedBeforeItIsDecoded(t *testing.T) {
	t.Parallel()
	wide := sample(t, JPEG)
	frame := bytes.Index(wide, []byte{0xff, 0xc0})
	copy(wide[frame+5:], []byte{50_000 >> 8, 50_000 & 0xff, 50_000 >> 8, 50_000 & 0xff})
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 50_000), 50_000)
	tall := sample(t, PNG)
	tall = []byte(string(tall[:8]) + chunk("IHDR", string(header)+string(tall[24:29])) + string(tall[33:]))
	for name, data := range map[string][]byte{"a.jpg": wide, "a.png": tall} {
		if _, err := inspect(name, data); !errors.Is(err, Pixels) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestANameIsCleaned(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Lausunto.pdf": "Lausunto.pdf", "/etc/../passwd.PDF": "passwd.pdf", `C:\fakepath\kuva.JPG`: "kuva.jpg", "a\x00b\u202ec\u200bd.pdf": "abcd.pdf",
		"  väli \t rivi\n.odt": "väli rivi.odt", `a"b<c>.docx`: "a_b_c_.docx", "..a..pdf": "a.pdf", strings.Repeat("ä", 300) + ".pdf": strings.Repeat("ä", 116) + ".pdf",
	} {
		if got, err := CleanName(name); err != nil || got != want {
			t.Errorf("%q becomes %q, %v; want %q", name, got, err, want)
		}
	}
	for name, want := range map[string]error{
		"kuva.svg": BadType, "a.html": BadType, "a.pdf.exe": BadType, "a.pdf\u202e.exe": BadType, "": BadType, "pdf": BadType, ".pdf": BadName, "\u202e.pdf": BadName,
		"<svg onload=x>": BadType, "a.pdf\xff": BadName,
	} {
		if got, err := CleanName(name); !errors.Is(err, want) {
			t.Errorf("%q becomes %q, %v; want %v", name, got, err, want)
		}
	}
}

func TestAnImageOfNothingButPartsIsRefused(t *testing.T) {
	t.Parallel()
	shot, drawn := sample(t, JPEG), sample(t, PNG)
	between := func(data []byte, at int, part string) []byte {
		return slices.Concat(data[:at], bytes.Repeat([]byte(part), 20_000), data[at:])
	}
	for name, data := range map[string][]byte{
		"chunks.png": between(drawn, 33, chunk("tEXt", "")), "segments.jpg": between(shot, 2, segment(comment, "")), "filling.jpg": between(shot, 2, "\xff"),
	} {
		if _, err := inspect(name, data); !errors.Is(err, Bomb) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := inspect("filled.jpg", slices.Concat(shot[:2], []byte("\xff\xff\xff"), shot[2:])); err != nil {
		t.Errorf("a few bytes of filling: %v", err)
	}
}

// Whatever comes, the checks end, and what they keep they would keep again.
func TestAPDFIsHeardInItsXMLToo(t *testing.T) {
	t.Parallel()
	stream := func(dict, text string) string {
		return "<</Type/Metadata/Subtype/XML" + dict + ">>\nstream\r\n" + text + "\nendstream"
	}
	xmp := func(inner string) string {
		return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
			inner + `</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
	}
	description := func(inner string) string {
		return xmp(`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">` + inner + `</rdf:Description>`)
	}
	creators := description(`<dc:creator><rdf:Seq><rdf:li>Anna Author</rdf:li><rdf:li>Kalle K&amp;K</rdf:li></rdf:Seq></dc:creator>`)
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = io.WriteString(z, creators)
	_ = z.Close()
	for name, c := range map[string]struct{ object, authors, says string }{
		"a list":              {stream("", creators), "Anna Author|Kalle K&K", ""},
		"packed":              {stream("/Filter/FlateDecode", packed.String()), "Anna Author|Kalle K&K", ""},
		"an attribute":        {stream("", xmp(`<rdf:Description pdf:Author="Anna Author" pdf:Keywords="Aino"/>`)), "Anna Author", "Aino"},
		"in two languages":    {stream("", description(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Aino V.</rdf:li><rdf:li xml:lang="sv">Aino W.</rdf:li></rdf:Alt></dc:title>`)), "", "Aino V.|Aino W."},
		"a program":           {stream("", description(`<xmp:CreatorTool>Writer</xmp:CreatorTool><pdf:Producer>Anna</pdf:Producer>`)), "", ""},
		"broken in the end":   {stream("", `<a><dc:creator>Anna Author</dc:creator><`), "Anna Author", ""},
		"nothing of the kind": {stream("", "\x00\x01 << >>"), "", ""},
		"far behind":          {stream("", "<a>"+strings.Repeat(" ", mostXML)+"<dc:creator>Anna</dc:creator></a>"), "", ""},
		"no stream of it":     {"<</Length 9>>\nstream\n" + creators + "\nendstream", "", ""},
	} {
		d, err := inspect("a.pdf", aPDF(c.object))
		if err != nil || strings.Join(d.Authors, "|") != c.authors || strings.Join(d.Says, "|") != c.says {
			t.Errorf("%s: by %q, says %q, %v", name, d.Authors, d.Says, err)
		}
	}
	many := strings.Repeat("/XML stream\n<a>"+strings.Repeat("x", 500)+"\x00", 17_000)
	if _, err := inspect("a.pdf", aPDF(many)); !errors.Is(err, Bomb) {
		t.Errorf("a file of nothing but XML: %v", err)
	}
}

func FuzzInspect(f *testing.F) {
	for kind, name := range names {
		f.Add(name, sample(f, kind))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		clean, err := CleanName(name)
		if err != nil {
			return
		}
		if again, err := CleanName(clean); err != nil || again != clean {
			t.Fatalf("%q becomes %q, and then %q, %v", name, clean, again, err)
		}
		d, err := inspect(clean, data)
		if err != nil {
			return
		}
		kept, err := io.ReadAll(d.Kept(bytes.NewReader(data)))
		if err != nil || len(kept) != d.Size() {
			t.Fatalf("%d bytes are kept of %d, said %d, %v", len(kept), len(data), d.Size(), err)
		}
		if again, err := inspect(clean, kept); err != nil || again.Size() != len(kept) {
			t.Fatalf("what is kept is not kept again: %v", err)
		}
	})
}
