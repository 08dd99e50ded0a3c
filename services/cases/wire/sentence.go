package wire

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vip-verkosto/vaatu/services/cases"
)

// phrase holds the words of one language for a sentence. Names are never inflected.
type phrase struct {
	unit, rule, others, triage, overridden string
	reasons                                map[string]string
	facts                                  map[string]string
}

// sentence says where a case went and why.
func sentence(r cases.Routing, language string) string {
	p, ok := phrases[language]
	if !ok {
		p = phrases["fi"]
	}
	switch {
	case r.Unit == nil:
		return fmt.Sprintf(p.triage, p.triageReason(r, language))
	case r.Overridden:
		return fmt.Sprintf(p.overridden, name(*r.Unit, language))
	}
	s := fmt.Sprintf(p.unit, name(*r.Unit, language), strings.Join(p.words(r.Matched), ", "))
	if rule := because(r.Fired, language); rule != "" {
		s += " " + fmt.Sprintf(p.rule, rule)
	}
	if len(r.RunnersUp) > 0 {
		names := make([]string, len(r.RunnersUp))
		for i, c := range r.RunnersUp {
			names[i] = name(c.Unit, language)
		}
		s += " " + fmt.Sprintf(p.others, strings.Join(names, ", "))
	}
	return s
}

// triageReason tells a gap that a rule wants, and one of units, from one of the rules.
func (p phrase) triageReason(r cases.Routing, language string) string {
	if r.TriageReason != "GAP" || len(r.Fired) == 0 {
		return p.reasons[r.TriageReason]
	}
	wanted := slices.DeleteFunc(slices.Clone(r.Fired), func(f cases.Fired) bool {
		return f.Lead != cases.Coordination || f.Weight != r.Fired[0].Weight
	})
	if len(wanted) == 0 {
		return p.reasons["NO_UNIT"]
	}
	if words := because(wanted, language); words != "" {
		return words
	}
	return p.reasons["BY_RULE"]
}

// because answers the reasons of the rules that decided.
func because(fired []cases.Fired, language string) string {
	var reasons []string
	for _, f := range fired {
		reason := map[string]string{"sv": f.ReasonSv, "en": f.ReasonEn}[language]
		if language != "sv" && language != "en" {
			reason = f.ReasonFi
		}
		if f.Weight == fired[0].Weight && reason != "" && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	return strings.Join(reasons, "; ")
}

func name(u cases.Unit, language string) string {
	if language == "sv" {
		return u.NameSv
	}
	return u.NameFi
}

// words answers facts in words; a fact without a word is left out.
func (p phrase) words(matched []string) []string {
	var words []string
	for _, fact := range matched {
		if w, ok := p.facts[fact]; ok {
			words = append(words, w)
		}
	}
	return words
}
