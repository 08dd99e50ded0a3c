package rulesets

import (
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// message answers a row without its rules, as the principal sees it.
func (r row) message(p permission.Principal) *routingpb.RuleSet {
	m := &routingpb.RuleSet{
		Id: r.ID, Version: r.Version, State: wire.Parse[routingpb.RuleSetState](r.State), Etag: wire.Etag(r.Revision),
		AuthorNames: r.AuthorNames, CreateTime: wire.Time(r.CreateTime), AllowedActions: r.allowed(p),
	}
	for _, text := range []struct {
		to   *string
		from *string
	}{{&m.BaseId, r.BaseID}, {&m.ApproverName, r.ApproverName}, {&m.PublisherName, r.PublisherName}, {&m.SendBackReason, r.SendBackReason}} {
		if text.from != nil {
			*text.to = *text.from
		}
	}
	if r.PublishTime != nil {
		m.PublishTime = wire.Time(*r.PublishTime)
	}
	if r.RetireTime != nil {
		m.RetireTime = wire.Time(*r.RetireTime)
	}
	return m
}

// whole answers a row with its rules.
func (r row) whole(p permission.Principal) (*routingpb.RuleSet, error) {
	set, err := r.set()
	if err != nil {
		return nil, err
	}
	m := r.message(p)
	for _, rule := range set.Rules {
		m.Rules = append(m.Rules, ruleMessage(rule))
	}
	return m, nil
}

// allowed answers what the principal may do with a set now.
func (r row) allowed(p permission.Principal) []routingpb.RuleSetAction {
	if !national(p) {
		return nil
	}
	actions := []routingpb.RuleSetAction{routingpb.RuleSetAction_RULE_SET_ACTION_COPY}
	actions = append(actions, wire.ParseAll[routingpb.RuleSetAction](r.Steps)...)
	if r.PublishTime == nil {
		actions = append(actions, routingpb.RuleSetAction_RULE_SET_ACTION_REPLAY)
	}
	return actions
}

// national reports whether the principal changes rules: they are of no area.
func national(p permission.Principal) bool {
	_, may := p.Can(permission.EditRules, permission.Subject{})
	return may
}

func ruleMessage(r rules.Rule) *routingpb.Rule {
	return &routingpb.Rule{
		Id: r.ID, When: whenMessage(r.When), Lead: string(r.Lead), Partners: strings(r.Partners), Weight: r.Weight,
		ReasonFi: r.Reason.Fi, ReasonSv: r.Reason.Sv, ReasonEn: r.Reason.En,
	}
}

func parseRule(m *routingpb.Rule) rules.Rule {
	w := m.GetWhen()
	r := rules.Rule{
		ID: m.GetId(), Lead: rules.Party(m.GetLead()), Weight: m.GetWeight(),
		When: rules.When{
			Needs: w.GetNeeds(), Areas: w.GetAreas(), Languages: w.GetLanguages(), Levels: w.GetLevels(),
			About: w.GetAbout(), Urgencies: w.GetUrgencies(), Permissions: w.GetPermissions(), Forms: w.GetForms(),
		},
		Reason: rules.Reason{Fi: m.GetReasonFi(), Sv: m.GetReasonSv(), En: m.GetReasonEn()},
	}
	for _, p := range m.GetPartners() {
		r.Partners = append(r.Partners, rules.Party(p))
	}
	return r
}

func whenMessage(w rules.When) *routingpb.RuleWhen {
	return &routingpb.RuleWhen{
		Needs: w.Needs, Areas: w.Areas, Languages: w.Languages, Levels: w.Levels, About: w.About, Urgencies: w.Urgencies,
		Permissions: w.Permissions, Forms: w.Forms,
	}
}

func findingMessage(f rules.Finding) *routingpb.RuleFinding {
	return &routingpb.RuleFinding{
		Kind: string(f.Kind), Blocks: f.Blocks, RuleIds: f.Rules, Field: f.Field, Parties: strings(f.Parties),
		Facts: whenMessage(f.Facts), Beside: f.With, AlsoForms: f.Also,
	}
}

func changeMessage(c rules.Change) *routingpb.RuleChange {
	m := &routingpb.RuleChange{RuleId: c.ID}
	if c.Before != nil {
		m.Before = ruleMessage(*c.Before)
	}
	if c.After != nil {
		m.After = ruleMessage(*c.After)
	}
	for _, f := range c.Fields {
		m.Fields = append(m.Fields, f.Field)
	}
	return m
}

func strings[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = string(t)
	}
	return texts
}
