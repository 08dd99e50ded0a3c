package wire

import (
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// Routing answers an explanation with its sentence in a language.
func Routing(r cases.Routing, language string) *casespb.Routing {
	m := &casespb.Routing{
		RuleSetVersion: r.RuleSetVersion, Matched: r.Matched, Sentence: sentence(r, language), Overridden: r.Overridden,
		TriageReason: Parse[casespb.TriageReason](r.TriageReason),
		RunnersUp:    candidates(r.RunnersUp), Partners: candidates(r.Partners), Fired: firedRules(r.Fired),
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
		Fired: parseFired(m.GetFired()),
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

func firedRules(fs []cases.Fired) []*casespb.FiredRule {
	var ms []*casespb.FiredRule
	for _, f := range fs {
		ms = append(ms, &casespb.FiredRule{
			RuleId: f.Rule, Lead: f.Lead, Weight: f.Weight, ReasonFi: f.ReasonFi, ReasonSv: f.ReasonSv, ReasonEn: f.ReasonEn,
		})
	}
	return ms
}

func parseFired(ms []*casespb.FiredRule) []cases.Fired {
	var fs []cases.Fired
	for _, m := range ms {
		fs = append(fs, cases.Fired{
			Rule: m.GetRuleId(), Lead: m.GetLead(), Weight: m.GetWeight(),
			ReasonFi: m.GetReasonFi(), ReasonSv: m.GetReasonSv(), ReasonEn: m.GetReasonEn(),
		})
	}
	return fs
}
