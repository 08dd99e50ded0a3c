package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

// file is what the tests read of a document.
type file struct {
	raw string
	// strings are the texts outside of streams: title and bookmarks. shown are those of pages, in their order.
	strings, shown []string
}

var (
	streams  = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	literals = regexp.MustCompile(`(?s)\(((?:\\.|[^\\()])*)\)`)
	escapes  = regexp.MustCompile(`(?s)\\(.)`)
)

func read(t *testing.T, raw []byte) file {
	t.Helper()
	f := file{raw: string(raw)}
	for _, m := range streams.FindAllSubmatch(raw, -1) {
		z, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue // a font
		}
		content, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(" Tf ET")) {
			f.shown = append(f.shown, decoded(string(content))...)
		}
	}
	f.strings = decoded(streams.ReplaceAllString(f.raw, ""))
	return f
}

// decoded answers the literal strings of a part of a file, which are UTF-16.
func decoded(part string) []string {
	var all []string
	for _, m := range literals.FindAllStringSubmatch(part, -1) {
		raw := escapes.ReplaceAllStringFunc(m[1], func(e string) string {
			if e[1] == 'r' {
				return "\r"
			}
			return e[1:]
		})
		raw = strings.TrimPrefix(raw, "\xfe\xff")
		var units []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		all = append(all, string(utf16.Decode(units)))
	}
	return all
}

// text is all that the pages show, as one line.
func (f file) text() string { return strings.Join(f.shown, " ") }

func example() *casespb.Case {
	return &casespb.Case{
		Number: "4K7P-2MX", SchoolNameFi: "Testikylän koulu", SchoolNameSv: "Testby skola", FilerName: "Aino Esimerkki",
		CreateTime: timestamppb.New(time.Date(2026, 11, 30, 22, 30, 0, 0, time.UTC)), UpdateTime: timestamppb.New(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)),
		Assignments: []*casespb.Assignment{
			{Role: casespb.Role_ROLE_LEAD, State: casespb.State_STATE_DECLINED, UnitNameFi: "Entinen", UnitNameSv: "Förra"},
			{Role: casespb.Role_ROLE_LEAD, State: casespb.State_STATE_WAITING, UnitNameFi: "Valteri, Mäntykangas", UnitNameSv: "Valteri"},
		},
		Request: &casespb.Request{
			About: casespb.About_ABOUT_ANONYMOUS_PUPIL, Level: casespb.Level_LEVEL_BASIC, Grades: []int32{3}, WorkingLanguage: "fi",
			Needs: []casespb.Need{casespb.Need_NEED_AUTISM}, SupportInPlace: []casespb.Support{casespb.Support_SUPPORT_ASSISTANT},
			ServicesInvolved: []casespb.Service{casespb.Service_SERVICE_SCHOOL_NURSE}, WishedForms: []casespb.Form{casespb.Form_FORM_PHONE},
			Risks: []casespb.Risk{casespb.Risk_RISK_LONG_ABSENCE}, PaymentCommitment: casespb.PaymentCommitment_PAYMENT_COMMITMENT_GIVEN,
			Urgency: casespb.Urgency_URGENCY_SOON, Situation: "Oppilas lähtee tunnilta.", Tried: "Kuvatuki.", Question: "Miten jatkamme?",
		},
	}
}

func write(t *testing.T, c *casespb.Case, language string) file {
	t.Helper()
	raw, err := Request(c, language)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, raw)
}

func TestADocumentHasTitleLanguageFontsAndABookmarkForEachQuestion(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][]string{
		"fi": {"Konsultaatiopyyntö 4K7P-2MX", "Ketä pyyntö koskee?", "Mitä koulupäivässä tapahtuu?", "Miten ja kuinka pian?"},
		"sv": {"Begäran om konsultation 4K7P-2MX"},
	} {
		f := write(t, example(), language)
		w, err := wordsIn(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range w.answers(example().GetRequest(), nil) {
			if a.question == "" {
				t.Errorf("%s: a question has no title", language)
			}
			want = append(want, a.question)
		}
		for _, title := range want {
			if !slices.Contains(f.strings, title) {
				t.Errorf("%s: no title or bookmark %q in %q", language, title, f.strings)
			}
		}
		if !strings.Contains(f.raw, "/Lang ("+language+")") || !strings.Contains(f.raw, "/Type /Outlines") || !strings.Contains(f.raw, "/Title (") {
			t.Errorf("%s: the file has no language, outline or title", language)
		}
		if embedded := strings.Count(f.raw, "/FontFile2"); embedded != 2 || strings.Contains(f.raw, "/Type1") {
			t.Errorf("%s: %d fonts are embedded, want 2 and no other", language, embedded)
		}
	}
}

func TestADocumentSaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][]string{
		"fi": {"Testikylän koulu", "Aino Esimerkki", "1.12.2026", "Valteri, Mäntykangas", "Yhtä oppilasta, nimettömänä", "3. luokka", "Suomi", "Autismikirjo", "Avustaja", "Kouluterveydenhoitaja", "Oppilas lähtee tunnilta.", "Kuvatuki.", "Miten jatkamme?", "Puhelu", "Pian", "sivu 1/"},
		"sv": {"Testby skola", "Årskurs 3", "Oppilas lähtee tunnilta.", "sida 1/"},
	} {
		text := write(t, example(), language).text()
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s: the pages do not show %q: %s", language, part, text)
			}
		}
		if strings.Contains(text, "_") {
			t.Errorf("%s: a code is shown bare: %s", language, text)
		}
	}
	if text := write(t, &casespb.Case{Request: &casespb.Request{Level: casespb.Level_LEVEL_PRE_PRIMARY}}, "fi").text(); !strings.Contains(text, "Koordinaatioryhmä valitsee") || !strings.Contains(text, "Esiopetus") || !strings.Contains(text, "Ei vastausta") {
		t.Errorf("what is not there is said as %s", text)
	}
}

// beside are fields that are no answers of a filed request: by which codes it was answered; and what the case itself keeps.
var beside = []protoreflect.Name{"code_list", "permissions", "similar"}

// Each answer is in the document, so that a new one is thought about.
func TestEveryAnswerOfARequestIsInTheDocument(t *testing.T) {
	t.Parallel()
	whole := write(t, example(), "fi").text()
	fields := example().GetRequest().ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		without := example()
		without.GetRequest().ProtoReflect().Clear(fields.Get(i))
		if fields.Get(i).Name() == "level" { // a grade says it; without one it is said itself
			without.Request.Level, without.Request.Grades = casespb.Level_LEVEL_PRE_PRIMARY, nil
		}
		if write(t, without, "fi").text() == whole && !slices.Contains(beside, fields.Get(i).Name()) {
			t.Errorf("without %s the document is the same", fields.Get(i).Name())
		}
	}
}

func TestTextThatTheFontLacksDoesNotBreakADocument(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		"a\u0308iti":           "äiti", // decomposed, as some systems paste it
		"ilo 😀 loppu":          "ilo □ loppu",
		"日本":                   "□□",
		"a\x00b\u202ec\u200bd": "abcd",
		"a\tb\u00a0c":          "a b c",
		"(sulku) \\ ja )":      "(sulku) \\ ja )",
		"Kysymys: šakki, Žanna, €, – ja …": "Kysymys: šakki, Žanna, €, – ja …",
		"\U0010ffff\uffff\xff":             "□□□",
	} {
		c := example()
		c.Request.Situation = "alku " + sent + " loppu"
		if text := write(t, c, "fi").text(); !strings.Contains(text, "alku "+want+" loppu") {
			t.Errorf("%q is shown as %s", sent, text)
		}
	}
	named := example()
	named.FilerName = "\u202eAino <a href='https://evil.example'>\r\n(x) /URI\u2066"
	if f := write(t, named, "fi"); !strings.Contains(f.text(), "Aino <a href='https://evil.example'>") || strings.Contains(f.raw, "/URI") || strings.Contains(f.raw, "/Annot") {
		t.Errorf("a name becomes more than text: %s", f.text())
	}
	long := example()
	long.Request.Situation = strings.Repeat("Pitkäsanailmanvälilyöntejä", 190) + "\n" + strings.Repeat("sana ", 500)
	long.Request.Tried = strings.Repeat("\n", 4000) + "x"
	if f := write(t, long, "fi"); strings.Count(f.raw, "/Type /Page\n") < 3 {
		t.Error("a long text does not go on on the next page")
	}
}

func TestDocumentsAreWrittenAtOnce(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	first := write(t, example(), "fi").text()
	for range 8 {
		all.Go(func() {
			if raw, err := Request(example(), "fi"); err != nil || read(t, raw).text() != first {
				t.Errorf("a document differs from another of the same request: %v", err)
			}
		})
	}
	all.Wait()
}

func TestADocumentLeavesOutWhatIsKeptFromItsReader(t *testing.T) {
	t.Parallel()
	w, err := wordsIn("fi")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range w.answers(example().GetRequest(), []casespb.Section{casespb.Section_SECTION_TRIED, casespb.Section_SECTION_CONVERSATION}) {
		if a.question == w.questions["tried"].Title {
			t.Errorf("what was tried stands in it: %q", a.answer)
		}
	}
}
