package wire

import (
	"maps"
	"slices"
	"strings"
	"testing"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// all answers the texts of a language by a path.
func (p phrase) all() map[string]string {
	texts := map[string]string{"unit": p.unit, "rule": p.rule, "others": p.others, "triage": p.triage, "overridden": p.overridden}
	for key, text := range p.reasons {
		texts["reasons."+key] = text
	}
	for key, text := range p.facts {
		texts["facts."+key] = text
	}
	return texts
}

// alike may be the same in Finnish and Swedish. There is nothing here yet: names of organisations are no phrases.
var alike = []string{}

func TestEachLanguageHasEveryPhrase(t *testing.T) {
	t.Parallel()
	fi := phrases["fi"].all()
	want := slices.Sorted(maps.Keys(fi))
	for _, language := range []string{"fi", "sv", "en"} {
		texts := phrases[language].all()
		if got := slices.Sorted(maps.Keys(texts)); !slices.Equal(got, want) {
			t.Errorf("%s has %v; fi %v", language, got, want)
		}
		for key, text := range texts {
			if strings.TrimSpace(text) != text || text == "" {
				t.Errorf("%s %s is %q", language, key, text)
			}
			if strings.Count(text, "%s") != strings.Count(fi[key], "%s") || strings.Count(text, "%") != strings.Count(text, "%s") {
				t.Errorf("%s %s has other places to fill than fi: %q", language, key, text)
			}
		}
	}
	if len(phrases) != 3 {
		t.Errorf("there are %d languages; want 3", len(phrases))
	}
	for key, text := range phrases["sv"].all() {
		if text == fi[key] && !slices.Contains(alike, key) {
			t.Errorf("%s is %q in Finnish and in Swedish", key, text)
		}
	}
}

func TestEachFactThatCanDecideHasAWord(t *testing.T) {
	t.Parallel()
	words := phrases["fi"].facts
	areas := casespb.Area(0).Descriptor().Values()
	for i := 1; i < areas.Len(); i++ {
		if words[string(areas.Get(i).Name())] == "" {
			t.Errorf("%s has no word", areas.Get(i).Name())
		}
	}
	reasons := casespb.TriageReason(0).Descriptor().Values()
	for i := 1; i < reasons.Len(); i++ {
		if code := Code(casespb.TriageReason(reasons.Get(i).Number())); phrases["fi"].reasons[code] == "" {
			t.Errorf("the triage reason %s has no words", code)
		}
	}
}

func fired(lead string, weight int32, reason string) cases.Fired {
	return cases.Fired{Rule: "r", Lead: lead, Weight: weight, ReasonFi: reason, ReasonSv: reason, ReasonEn: reason}
}

func TestTheSentenceSpeaksTheCallersLanguage(t *testing.T) {
	t.Parallel()
	unit := &cases.Unit{ID: "u", Actor: "VALTERI", NameFi: "Valteri-koulu", NameSv: "Valteriskolan"}
	other := cases.Candidate{Unit: cases.Unit{NameFi: "Elmeri-koulu", NameSv: "Elmeriskolan"}}
	for _, test := range []struct {
		language string
		routing  cases.Routing
		want     string
	}{
		{"fi", cases.Routing{Unit: unit, Matched: []string{"NEED_AUTISM", "UNKNOWN_FACT"}}, "Vastaanottaja: Valteri-koulu. Syy: autismikirjo."},
		{
			"sv",
			cases.Routing{Unit: unit, Matched: []string{"NEED_AUTISM"}, RunnersUp: []cases.Candidate{other}},
			"Mottagare: Valteriskolan. Orsak: autismspektrum. Andra alternativ: Elmeriskolan.",
		},
		{"en", cases.Routing{TriageReason: "TIE"}, "Coordination decides. Reason: several units or actors fit equally well."},
		{"sv", cases.Routing{Unit: unit, Overridden: true}, "En person valde mottagaren: Valteriskolan."},
		{
			"sv",
			cases.Routing{Unit: unit, Matched: []string{"NEED_AUTISM"}, Fired: []cases.Fired{fired("VALTERI", 2, "ett"), fired("VALTERI", 2, "två"), fired("ELMERI", 1, "tre")}},
			"Mottagare: Valteriskolan. Orsak: autismspektrum. Regel: ett; två.",
		},
		{"en", cases.Routing{TriageReason: "GAP", Fired: []cases.Fired{fired("COORDINATION", 2, "one"), fired("VALTERI", 2, "two")}}, "Coordination decides. Reason: one."},
		{"en", cases.Routing{TriageReason: "GAP", Fired: []cases.Fired{fired("COORDINATION", 2, "")}}, "Coordination decides. Reason: a rule leaves it to a person."},
		{"en", cases.Routing{TriageReason: "GAP", Fired: []cases.Fired{fired("VALTERI", 2, "two")}}, "Coordination decides. Reason: no unit takes the request now."},
		{"en", cases.Routing{TriageReason: "RISK", Fired: []cases.Fired{fired("COORDINATION", 2, "one")}}, "Coordination decides. Reason: the school has flagged a risk."},
		{"", cases.Routing{TriageReason: "DECLINE"}, "Ratkaisijana koordinaatioryhmä. Syy: etsimme sopivamman yksikön."},
	} {
		if got := sentence(test.routing, test.language); got != test.want {
			t.Errorf("%s: %q; want %q", test.language, got, test.want)
		}
	}
}
