package demo_test

import (
	"regexp"
	"strings"
	"testing"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/demo"
)

func vignettes(t *testing.T) []demo.Vignette {
	t.Helper()
	all, err := demo.Vignettes()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// texts of a vignette, all of them.
func texts(v demo.Vignette) []string {
	all := []string{
		v.Situation, v.Tried, v.Question, v.ExpertQuestion, v.Reply, v.Message, v.Advice.Summary, v.Advice.AskAgain, v.CloseComment,
	}
	for _, s := range v.Advice.Steps {
		all = append(all, s.Text)
	}
	return all
}

var sentenceEnd = regexp.MustCompile(`[.!?…]+["”»)]*\s+|[.!?…]+["”»)]*$`)

func TestNoTwoVignettesShareASentence(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for i, v := range vignettes(t) {
		for _, text := range texts(v) {
			if strings.TrimSpace(text) == "" {
				t.Errorf("vignette %d has an empty text", i+1)
			}
			for _, s := range sentenceEnd.Split(text, -1) {
				s = strings.ToLower(strings.TrimSpace(s))
				if s == "" {
					continue
				}
				if first, ok := seen[s]; ok {
					t.Errorf("vignettes %d and %d share %q", first, i+1, s)
				}
				seen[s] = i + 1
			}
		}
	}
}

func TestBothLanguagesHaveEnoughVignettesAndEveryNeedTwice(t *testing.T) {
	t.Parallel()
	all := vignettes(t)
	for language, want := range map[string]int{"fi": 32, "sv": 16} {
		named := map[string]int{}
		for _, v := range all {
			if v.Language == language {
				want--
				for _, n := range v.Needs {
					named[n]++
				}
			}
		}
		if want > 0 {
			t.Errorf("%d vignettes in %s are missing", want, language)
		}
		for code, number := range casespb.Need_value {
			if number != 0 && named[strings.TrimPrefix(code, "NEED_")] < 2 {
				t.Errorf("fewer than two vignettes in %s name %s", language, code)
			}
		}
	}
}

func TestCodesOfVignettesAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	known := func(values map[string]int32, prefix string, codes ...string) {
		t.Helper()
		for _, c := range codes {
			if values[prefix+c] == 0 {
				t.Errorf("%s%s is not in the contract", prefix, c)
			}
		}
	}
	for i, v := range vignettes(t) {
		known(casespb.About_value, "ABOUT_", v.About)
		known(casespb.Level_value, "LEVEL_", v.Level)
		known(casespb.Urgency_value, "URGENCY_", v.Urgency)
		known(casespb.Need_value, "NEED_", v.Needs...)
		known(casespb.Support_value, "SUPPORT_", v.SupportInPlace...)
		known(casespb.Service_value, "SERVICE_", v.ServicesInvolved...)
		known(casespb.Form_value, "FORM_", v.WishedForms...)
		one := v.Level == "PRE_PRIMARY" && len(v.Grades) == 0 || len(v.Grades) == 1 || v.About == "GROUP" && len(v.Grades) > 0
		if !one || len(v.Needs) == 0 || len(v.SupportInPlace) == 0 {
			t.Errorf("vignette %d: grades %v, needs %v, support %v do not fit %s", i+1, v.Grades, v.Needs, v.SupportInPlace, v.About)
		}
	}
}

// A person's name or address, an identity code, a telephone number, and the terms that left the law on 1.8.2025.
var forbidden = regexp.MustCompile(`(?i)@|\d{4,}|\d{6}[-+A-F]\d{3}|tehostettu|tehostetu|erityinen tuki|erityisen tuen|intensifiera|särskilt stöd`)

func TestVignettesNameNobodyAndUseTheTermsOfTheLaw(t *testing.T) {
	t.Parallel()
	for i, v := range vignettes(t) {
		for _, text := range texts(v) {
			if found := forbidden.FindString(text); found != "" {
				t.Errorf("vignette %d says %q", i+1, found)
			}
		}
	}
}
