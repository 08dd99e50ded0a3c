package leakguard_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/internal/leakguard"
)

func TestANameIsReplacedByThePupilInItsCase(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Puhuin Matin kanssa.":           "oppilaan",
		"Matilla ei ole paikkaa.":        "Oppilaalla",
		"Siis Pekkaa odotetaan.":         "oppilasta",
		"Kysyin Eliakselta.":             "oppilaalta",
		"Se on Veikolle vaikeaa.":        "oppilaalle",
		"Olen kiintynyt Anttiin.":        "oppilaaseen",
		"Ja Mattikin on mukana.":         "oppilaskin",
		"Vi talade om Annas läsning.":    "elevens",
		"Vi talade med Emil om saken.":   "eleven",
		"Opettaja Maija Korhonen on se.": "", // the title says who
	} {
		found := leakguard.Find(text, leakguard.Writer{Language: "fi"})
		if len(found) != 1 || found[0].Kind != leakguard.Name || found[0].Suggestion != want {
			t.Errorf("%q: %+v, want %q", text, found, want)
		}
	}
}

func TestAFileNameIsATextLikeAnyOther(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]leakguard.Kind{
		"hojks_010112A900K.pdf":       leakguard.IdentityCode,
		"lausunto_matti_virtanen.pdf": leakguard.Name,
		"040-1234567.jpg":             leakguard.Phone,
		"IMG_20260312_0916.jpg":       "",
	} {
		var got leakguard.Kind
		if found := leakguard.Find(text, leakguard.Writer{}); len(found) > 0 {
			got = found[0].Kind
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestTheOwnSchoolAndGivenNamesAreFoundInAnyCase(t *testing.T) {
	t.Parallel()
	w := leakguard.Writer{Language: "fi", Names: []string{"Xeniina"}, Schools: []string{"Puropellon koulu"}}
	text := "Puropellon koulussa ja puropellon kouluun tuli xeniinalle uusi aikuinen."
	got := leakguard.Find(text, w)
	want := []leakguard.Finding{
		{Kind: leakguard.School, Start: 0, End: 19, Suggestion: "koulussa"},
		{Kind: leakguard.School, Start: 23, End: 41, Suggestion: "kouluun"},
		{Kind: leakguard.Name, Start: 47, End: 57, Suggestion: "oppilaalle"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestALongTextTakesTimeInProportion(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"a", "A", "0", "0 ", "040 ", "a@", "a.", "Matti ", "A.", "Aa ", "Koulukatu 1 ", "koulu ", "1-"} {
		text := strings.Repeat(piece, 20_000/len(piece))
		for _, f := range leakguard.Find(text, leakguard.Writer{}) {
			if f.End > len(text) {
				t.Errorf("%q: %+v", piece, f)
			}
		}
	}
}
