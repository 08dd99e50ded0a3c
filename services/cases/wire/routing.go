package wire

import (
	"fmt"
	"strings"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// Routing answers an explanation with its sentence in a language.
func Routing(r cases.Routing, language string) *casespb.Routing {
	m := &casespb.Routing{
		RuleSetVersion: r.RuleSetVersion, Matched: r.Matched, Sentence: sentence(r, language), Overridden: r.Overridden,
		TriageReason: Parse[casespb.TriageReason](r.TriageReason),
		RunnersUp:    candidates(r.RunnersUp), Partners: candidates(r.Partners),
	}
	if u := r.Unit; u != nil {
		m.UnitId, m.Actor, m.UnitNameFi, m.UnitNameSv = u.ID, Parse[casespb.Actor](u.Actor), u.NameFi, u.NameSv
	}
	return m
}

func candidates(cs []cases.Candidate) []*casespb.RunnerUp {
	var ms []*casespb.RunnerUp
	for _, c := range cs {
		ms = append(ms, &casespb.RunnerUp{
			UnitId: c.ID, Actor: Parse[casespb.Actor](c.Actor), Score: c.Score, UnitNameFi: c.NameFi, UnitNameSv: c.NameSv,
		})
	}
	return ms
}

// ParseRouting is Routing backwards, without the sentence.
func ParseRouting(m *casespb.Routing) cases.Routing {
	r := cases.Routing{
		RuleSetVersion: m.GetRuleSetVersion(), Matched: m.GetMatched(), TriageReason: Code(m.GetTriageReason()),
		RunnersUp: parseCandidates(m.GetRunnersUp()), Partners: parseCandidates(m.GetPartners()), Overridden: m.GetOverridden(),
	}
	if m.GetUnitId() != "" {
		r.Unit = &cases.Unit{ID: m.GetUnitId(), Actor: Code(m.GetActor()), NameFi: m.GetUnitNameFi(), NameSv: m.GetUnitNameSv()}
	}
	return r
}

func parseCandidates(ms []*casespb.RunnerUp) []cases.Candidate {
	var cs []cases.Candidate
	for _, m := range ms {
		cs = append(cs, cases.Candidate{
			Unit:  cases.Unit{ID: m.GetUnitId(), Actor: Code(m.GetActor()), NameFi: m.GetUnitNameFi(), NameSv: m.GetUnitNameSv()},
			Score: m.GetScore(),
		})
	}
	return cs
}

// phrase holds the words of one language for a sentence. Names are never inflected.
type phrase struct {
	unit, others, triage, overridden string
	reasons                          map[string]string
	facts                            map[string]string
}

func sentence(r cases.Routing, language string) string {
	p, ok := phrases[language]
	if !ok {
		p = phrases["fi"]
	}
	switch {
	case r.Unit == nil:
		return fmt.Sprintf(p.triage, p.reasons[r.TriageReason])
	case r.Overridden:
		return fmt.Sprintf(p.overridden, name(*r.Unit, language))
	}
	s := fmt.Sprintf(p.unit, name(*r.Unit, language), strings.Join(p.words(r.Matched), ", "))
	if len(r.RunnersUp) > 0 {
		names := make([]string, len(r.RunnersUp))
		for i, c := range r.RunnersUp {
			names[i] = name(c.Unit, language)
		}
		s += " " + fmt.Sprintf(p.others, strings.Join(names, ", "))
	}
	return s
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
