package leakguard_test

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/internal/leakguard"
)

var update = flag.Bool("update", false, "write what is found now")

// example is a text and what is found in it; the web application's test reads the same file.
type example struct {
	Text     string    `json:"text"`
	Language string    `json:"language"`
	Names    []string  `json:"names"`
	Schools  []string  `json:"schools"`
	Found    []finding `json:"found"`
}

// finding is leakguard.Finding as the browser names it.
type finding struct {
	Kind       leakguard.Kind `json:"kind"`
	Start      int            `json:"start"`
	End        int            `json:"end"`
	Suggestion string         `json:"suggestion"`
}

const examplesFile = "testdata/found.json"

func TestFindsWhatTheBrowserFinds(t *testing.T) {
	t.Parallel()
	var examples []example
	for _, s := range sentences(t) {
		examples = append(examples, example{Text: s.text, Language: s.language, Names: s.names})
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		examples = append(examples, randomText(random))
	}
	for i, e := range examples {
		for _, f := range leakguard.Find(e.Text, leakguard.Writer{Language: e.Language, Names: e.Names, Schools: e.Schools}) {
			examples[i].Found = append(examples[i].Found, finding(f))
		}
	}
	got := &strings.Builder{}
	for _, e := range examples {
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(line)
		got.WriteByte('\n')
	}
	if *update {
		if err := os.WriteFile(examplesFile, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(examplesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("go test ./services/internal/leakguard -update writes what is found now (-file +now):\n%s", diff)
	}
}

// pieces that random texts are made of: what the rules look for, whole and broken, and what stands around it.
var pieces = strings.Split("Matin|Matti|matti|Mattikin|MATTI|Virtanen|virtasen|Virtaset|Toivo|toivon|Toivolle|Anna|Annan|Annas|"+
	"Anna-Liisa|Maija-|Åsa|Östmans|Jean-Pierre|Lovisa|Sallassa|Wilma|Wilmassa|Aleksis Kiven|opettaja|läraren|Xyzzy|"+
	"131052-308T|131052–308t|131052 -308T|131052-308U|2131052-308T|010115A901C|040 123 4567|040/1234567|+358 (0)40 555 0177|0401234567890|"+
	"(09) 123 4567|puh.|tfn|123 4567|12.3.2026|1234567-8|FI12 3456 7890 1234 56|1.2.246.562.24.12345678901|"+
	"a.b@c.example|a (at) c.example|a at c.example|@|x@y|Koulukatu 5 B 12|Koulutie 3|Vanha Myllytie 22, 00100 Helsinki|osoite|"+
	"Lehtikaari 6|Norra esplanaden 5 f|Kalliolan koulussa|Uuden koulun|Vasa övningsskola|Musikskolan|Kivimäen koulu|Sikströmin|"+
	"J.L.|B.|M. |.|, |! |: |\n|_|-|’|\"|(|)|\u00a0|😀|𝒜|ö|o\u0308|a|å|ja|och|på|ei|är|3|0|40|i|från", "|")

func randomText(r *rand.Rand) example {
	e := example{Language: []string{"fi", "sv"}[r.IntN(2)]}
	var text strings.Builder
	for range 3 + r.IntN(25) {
		text.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(3) > 0 {
			text.WriteByte(' ')
		}
	}
	e.Text = text.String()
	if r.IntN(3) == 0 {
		e.Names = []string{"Xyzzy", "Anna-Liisa", "Toivo"}
		e.Schools = []string{"Kivimäen koulu", "Musikskolan"}
	}
	return e
}
