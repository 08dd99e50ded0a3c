package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/routing/rules/rulestest"
)

// told writes findings in lines.
func told(list []Finding) []string {
	var lines []string
	for _, f := range list {
		words := []string{string(f.Kind)}
		if f.Blocks {
			words[0] += "!"
		}
		words = append(words, strings.Join(f.Rules, "+"))
		if f.Field != "" {
			words = append(words, f.Field)
		}
		for k, codes := range f.Facts.lists() {
			if len(codes) > 0 {
				words = append(words, columns[k]+"="+strings.Join(codes, "|"))
			}
		}
		if len(f.With) > 0 {
			words = append(words, "with="+strings.Join(f.With, "|"))
		}
		if len(f.Also) > 0 {
			words = append(words, "also="+strings.Join(f.Also, "|"))
		}
		if len(f.Parties) > 0 {
			words = append(words, fmt.Sprint(f.Parties))
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return lines
}

// edited answers the shipped set with more rows, and one row changed, or a new one where no row has the id.
func edited(id string, change func(*Rule), more ...Rule) Set {
	set := Shipped()
	set.Rules = append(set.Rules, more...)
	i := slices.IndexFunc(set.Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		i = len(set.Rules)
		set.Rules = append(set.Rules, Rule{ID: id, Weight: 10, Reason: Reason{Fi: "syy", Sv: "orsak"}})
	}
	change(&set.Rules[i])
	return set
}

func without(id string) Set {
	set := Shipped()
	set.Rules = slices.DeleteFunc(set.Rules, func(r Rule) bool { return r.ID == id })
	return set
}

func TestOfWhatIsShippedThereIsToKnowWhoSpeaksNoSwedishAndWhichLeadsTie(t *testing.T) {
	t.Parallel()
	const (
		elmeri   = "needs=INTELLECTUAL_DISABILITY|PSYCHOSOCIAL "
		valteri  = "needs=AUTISM|NEUROLOGY_MOTOR|HEARING|LANGUAGE|VISION "
		finnish  = "areas=HYKS|KYS|TAYS|TYKS|OYS "
		swedish  = "areas=HYKS|KYS|TAYS|TYKS|OYS|ALAND languages=sv "
		hospital = "with=PSYCHIATRY|SOMATIC_ILLNESS|NEUROPSYCHIATRY "
	)
	want := []string{
		"NO_LANGUAGE autism partners languages=sv [ELMERI]",
		"NO_LANGUAGE neurology-motor partners languages=sv [HOSPITAL_TEACHING]",
		"NO_LANGUAGE intellectual-psychosocial lead languages=sv [ELMERI]",
		"NO_LANGUAGE psychiatry lead languages=sv [HOSPITAL_TEACHING]",
		"NO_LANGUAGE illness-neuropsychiatry lead languages=sv [HOSPITAL_TEACHING]",
		"NO_LANGUAGE complex partners languages=sv [HOSPITAL_TEACHING]",
	}
	for _, where := range []string{finnish, swedish} {
		want = append(want, "TIE autism+hearing-language-vision+intellectual-psychosocial+neurology-motor "+elmeri+where+
			strings.Replace(valteri, "needs", "with", 1)+"[ELMERI VALTERI]")
	}
	for _, where := range []string{finnish, swedish} {
		want = append(want, "TIE illness-neuropsychiatry+intellectual-psychosocial+psychiatry "+elmeri+where+hospital+"[ELMERI HOSPITAL_TEACHING]")
	}
	for _, where := range []string{finnish, swedish} {
		want = append(want, "TIE autism+hearing-language-vision+illness-neuropsychiatry+neurology-motor+psychiatry "+valteri+where+hospital+
			"[VALTERI HOSPITAL_TEACHING]")
	}
	if diff := cmp.Diff(want, told(Check(Shipped(), rulestest.Data(t, folder), today))); diff != "" {
		t.Errorf("findings (-want +got)\n%s", diff)
	}
}

func TestCheckFindsWhatWasPlanted(t *testing.T) {
	t.Parallel()
	data := rulestest.Data(t, folder)
	usual := told(Check(Shipped(), data, today))
	for name, c := range map[string]struct {
		set  Set
		want []string
	}{
		"a hole": {without("behaviour-absence-return"), []string{
			"GAP  needs=CHALLENGING_BEHAVIOUR|SCHOOL_ABSENCE|RETURN_TO_LOCAL_SCHOOL areas=HYKS|KYS|TAYS|TYKS|OYS",
			"GAP  needs=CHALLENGING_BEHAVIOUR|SCHOOL_ABSENCE|RETURN_TO_LOCAL_SCHOOL areas=HYKS|KYS|TAYS|TYKS|OYS|ALAND languages=sv",
		}},
		"a rule that a heavier one always beats": {edited("late", func(r *Rule) {
			r.When, r.Lead, r.Weight = When{Needs: []string{"VISION"}, Languages: []string{"fi"}}, "VALTERI", 9
		}), []string{"UNREACHABLE late"}},
		"two leads for one need": {edited("second", func(r *Rule) {
			r.When, r.Lead = When{Needs: []string{"VISION"}, Areas: []string{"OYS"}, Languages: []string{"fi"}}, "HOSPITAL_TEACHING"
		}), []string{"TIE hearing-language-vision+second needs=VISION areas=OYS languages=fi [VALTERI HOSPITAL_TEACHING]"}},
		"a rule for one form only": {edited("hearing-language-vision", func(r *Rule) { r.When.Forms = []string{"PHONE", "REMOTE_MEETING"} }), []string{
			"GAP  needs=HEARING|LANGUAGE|VISION areas=HYKS|KYS|TAYS|TYKS|OYS forms=ON_SITE_MEETING|VISIT_OBSERVATION|NONE",
		}},
		"two leads for two forms": {edited("visits", func(r *Rule) {
			r.When, r.Lead, r.Weight = When{Needs: []string{"VISION"}, Areas: []string{"OYS"}, Languages: []string{"fi"}, Forms: []string{"VISIT_OBSERVATION"}}, "HOSPITAL_TEACHING", 30
		}, Rule{
			ID: "calls", Lead: "VALTERI", Weight: 30, Reason: Reason{Fi: "syy", Sv: "orsak"}, When: When{Needs: []string{"VISION"}, Forms: []string{"PHONE", "REMOTE_MEETING"}},
		}), []string{"TIE calls+visits needs=VISION areas=OYS languages=fi forms=PHONE|REMOTE_MEETING also=VISIT_OBSERVATION [VALTERI HOSPITAL_TEACHING]"}},
		"the same row again": {edited("again", func(r *Rule) {
			r.When, r.Lead = When{Needs: []string{"PSYCHOSOCIAL", "INTELLECTUAL_DISABILITY"}}, "ELMERI"
		}), []string{"DUPLICATE again+intellectual-psychosocial needs=PSYCHOSOCIAL|INTELLECTUAL_DISABILITY"}},
		"an unknown code":         {edited("autism", func(r *Rule) { r.When.Areas = []string{"HUS"} }), []string{"UNKNOWN_CODE! autism when.areas"}},
		"an id twice":             {edited("autism", func(r *Rule) { r.ID = "complex" }), []string{"BAD_ID! 8 id"}},
		"no id":                   {edited("autism", func(r *Rule) { r.ID = "" }), []string{"BAD_ID! 1 id"}},
		"a weight of nothing":     {edited("behaviour-absence-return", func(r *Rule) { r.Weight = 0 }), []string{"WEIGHT_RANGE! behaviour-absence-return weight"}},
		"too heavy":               {edited("unknown-municipality", func(r *Rule) { r.Weight = 1001 }), []string{"WEIGHT_RANGE! unknown-municipality weight"}},
		"no Swedish":              {edited("autism", func(r *Rule) { r.Reason.Sv = " " }), []string{"MISSING_TEXT! autism reason.sv"}},
		"too long a text":         {edited("autism", func(r *Rule) { r.Reason.Fi = strings.Repeat("ä", 121) }), []string{"LONG_TEXT! autism reason.fi"}},
		"nobody's unit":           {edited("autism", func(r *Rule) { r.Partners = []Party{"ELMER"} }), []string{"UNKNOWN_PARTY! autism partners [ELMER]"}},
		"who joins only":          {edited("complex", func(r *Rule) { r.Lead = "STATE_SCHOOL_HOME" }), []string{"NO_LEADS! complex lead [STATE_SCHOOL_HOME]"}},
		"a language not spoken":   {edited("complex", func(r *Rule) { r.Lead, r.When.Languages = "ELMERI", []string{"sv"} }), []string{"NO_LANGUAGE! complex lead languages=sv [ELMERI]"}},
		"an empty set":            {Set{Version: "x"}, []string{"SIZE! "}},
		"too many rows":           {Set{Rules: make([]Rule, MaxRules+1)}, []string{"SIZE! "}},
		"coordination as partner": {edited("autism", func(r *Rule) { r.Partners = []Party{Coordination} }), []string{"UNKNOWN_PARTY! autism partners [COORDINATION]"}},
	} {
		found := Check(c.set, data, today)
		got := told(found)
		if blocks := strings.Contains(c.want[0], "!"); blocks != Blocked(found) {
			t.Errorf("%s: blocked is not %v", name, blocks)
		}
		for _, line := range c.want {
			if !slices.Contains(got, line) {
				t.Errorf("%s: %q is not among the findings:\n%s", name, line, strings.Join(slices.DeleteFunc(got, func(l string) bool { return slices.Contains(usual, l) }), "\n"))
			}
		}
	}
}

func TestCheckKnowsWhoWorks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*directorypb.RoutingData)
		set    Set
		want   string
	}{
		"an actor that ended":      {func(d *directorypb.RoutingData) { d.GetActors()[0].ActiveTo = "2026-01-01" }, Shipped(), "CLOSED! intellectual-psychosocial lead [ELMERI]"},
		"an actor without leads":   {func(d *directorypb.RoutingData) { d.GetActors()[0].TakesLeads = false }, Shipped(), "NO_LEADS! intellectual-psychosocial lead [ELMERI]"},
		"a partner that ended":     {func(d *directorypb.RoutingData) { d.GetActors()[0].ActiveTo = "2026-01-01" }, Shipped(), "CLOSED autism partners [ELMERI]"},
		"a unit that ended":        {func(d *directorypb.RoutingData) { d.GetUnits()[1].ActiveTo = "2026-01-01" }, Shipped(), "NO_UNIT hearing-language-vision needs=VISION areas=HYKS|TAYS|TYKS|OYS languages=fi [VALTERI]"},
		"two needs but no unit":    {func(d *directorypb.RoutingData) { d.GetUnits()[1].ActiveTo = "2026-01-01" }, Shipped(), "NO_UNIT hearing-language-vision+neurology-motor needs=NEUROLOGY_MOTOR areas=KYS languages=fi with=HEARING|LANGUAGE|VISION [VALTERI]"},
		"a unit of another tongue": {func(*directorypb.RoutingData) {}, edited("autism", func(r *Rule) { r.Lead = "01980000-0000-7000-8000-000000000204" }), "NO_LANGUAGE autism lead languages=fi [01980000-0000-7000-8000-000000000204]"},
	} {
		data := rulestest.Data(t, folder)
		c.change(data)
		if got := told(Check(c.set, data, today)); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q is not among\n%s", name, c.want, strings.Join(got, "\n"))
		}
	}
}
