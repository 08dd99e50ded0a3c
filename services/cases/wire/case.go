package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"google.golang.org/protobuf/proto"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Read answers a case as it is now with its content, for those who may read it.
func Read(ctx context.Context, r cases.Reader, id string) (*casespb.Case, error) {
	p := session.From(ctx).Principal
	kinds := []cases.ContentKind{cases.RequestContent, cases.CommentContent, cases.NextStepContent}
	if len(p.Of(permission.Expert, permission.Lead)) > 0 {
		kinds = append(kinds, amongUnits...)
	}
	c, content, err := r.Get(ctx, p, permission.ReadCase, id, kinds...)
	if err != nil {
		return nil, err
	}
	return Case(ctx, c, content...)
}

// Case answers a case as the running call's principal may see it: those who may not read its content get what a card
// may show, and the assignments.
func Case(ctx context.Context, c cases.Case, content ...cases.Content) (*casespb.Case, error) {
	call := session.From(ctx)
	m := &casespb.Case{
		Id: c.ID, Number: c.Number, Phase: Parse[casespb.Phase](string(c.Phase())), Etag: Etag(c.Revision),
		Routing: Routing(c.Routing, call.Language), CreateTime: Time(c.FileTime), UpdateTime: Time(c.UpdateTime),
		Turn: Parse[casespb.Turn](string(c.Turn())), WaitingSince: Time(c.TurnSince), Due: c.Due(),
	}
	m.AllowedActions = Actions(c.AllowedActions(call.Principal))
	for _, a := range c.Assignments {
		m.Assignments = append(m.Assignments, Assignment(ctx, c, a))
	}
	_, by := call.Principal.How(permission.ReadCase, c.Subject())
	if by == "" {
		return m, nil
	}
	if by == permission.ByBreakGlass {
		opened, _ := call.Principal.OpenedCase(c.ID)
		m.BreakGlass = &casespb.OpenedByBreakGlass{Id: opened.ID, ExpireTime: Time(opened.Until)}
	}
	m.SchoolId, m.SchoolNameFi, m.SchoolNameSv = c.Facts.SchoolID, c.Facts.SchoolNameFi, c.Facts.SchoolNameSv
	m.FilerName, m.Lacks = c.Filer.Name, lacks(c.Lacks())
	if by == permission.Holder || by == permission.OwnUnit {
		fillUnits(ctx, m, c, content)
	}
	err := fill(m, c, content)
	hidden := c.Hidden(call.Principal)
	m.Hidden = sections(hidden)
	limit(m.GetRequest(), hidden)
	return m, err
}

// Lock answers a case whose content is locked to the running call's principal: what it is, why it is locked, and the own part.
func Lock(ctx context.Context, c cases.Case, part cases.Assignment) *casespb.Case {
	return &casespb.Case{
		Id: c.ID, Number: c.Number, Phase: Parse[casespb.Phase](string(c.Phase())), Etag: Etag(c.Revision),
		Turn: Parse[casespb.Turn](string(c.Turn())), WaitingSince: Time(c.TurnSince), UpdateTime: Time(c.UpdateTime),
		Lacks: lacks(c.LacksFor(part)), AllowedActions: Actions(c.AllowedActions(session.From(ctx).Principal)),
		Assignments: []*casespb.Assignment{Assignment(ctx, c, part)},
	}
}

func lacks(all []cases.Lack) []casespb.Lack {
	var es []casespb.Lack
	for _, l := range all {
		es = append(es, Parse[casespb.Lack](string(l)))
	}
	return es
}

// fill adds what only readers of content see.
func fill(m *casespb.Case, c cases.Case, content []cases.Content) error {
	m.Request = facts(c.Facts)
	if c.Effect != "" {
		m.CloseOut = &casespb.CloseOut{Effect: Parse[casespb.Effect](c.Effect), Value: int32(c.Value)} //nolint:gosec // 0–5
	}
	for _, text := range content {
		switch text.Kind {
		case cases.RequestContent:
			var words casespb.Request
			if err := proto.Unmarshal(text.Plain, &words); err != nil {
				return fmt.Errorf("decoding a request: %w", err)
			}
			m.Request.Situation, m.Request.Tried, m.Request.Question = words.GetSituation(), words.GetTried(), words.GetQuestion()
		case cases.CommentContent:
			if text.CreateTime.Before(c.TurnSince) {
				continue // a new round has begun since
			}
			if m.GetCloseOut() == nil {
				m.CloseOut = &casespb.CloseOut{}
			}
			m.CloseOut.Comment = string(text.Plain)
		case cases.NextStepContent:
			if c.Phase() == cases.Closed { // of a new round it is past
				m.NextStep = string(text.Plain)
			}
		case cases.MessageContent, cases.QuestionContent, cases.ReplyContent, cases.AdviceContent, cases.ReasonContent,
			cases.InvitationContent, cases.NoteContent, cases.PermitContent, cases.NameContent, cases.DisputeContent,
			cases.SettlementContent:
		}
	}
	return nil
}

func facts(f cases.Facts) *casespb.Request {
	return &casespb.Request{
		About: Parse[casespb.About](f.About), Level: Parse[casespb.Level](f.Level), Grades: f.Grades,
		WorkingLanguage: f.Language, Needs: ParseAll[casespb.Need](f.Needs),
		SupportInPlace: ParseAll[casespb.Support](f.Support), ServicesInvolved: ParseAll[casespb.Service](f.Services),
		WishedForms: ParseAll[casespb.Form](f.WishedForms), Urgency: Parse[casespb.Urgency](f.Urgency),
		Risks: ParseAll[casespb.Risk](f.Risks), PaymentCommitment: Parse[casespb.PaymentCommitment](f.PaymentCommitment),
		CodeList: f.CodeList,
	}
}

// Words answers the texts of a request alone, as they are sealed.
func Words(r *casespb.Request) ([]byte, error) {
	words := &casespb.Request{Situation: r.GetSituation(), Tried: r.GetTried(), Question: r.GetQuestion()}
	plain, err := proto.Marshal(words)
	if err != nil {
		return nil, fmt.Errorf("encoding a request: %w", err)
	}
	return plain, nil
}

// Assignment answers one assignment of a case with what the caller may do.
func Assignment(ctx context.Context, c cases.Case, a cases.Assignment) *casespb.Assignment {
	m := &casespb.Assignment{
		Id: a.ID, CaseId: c.ID, Actor: Parse[casespb.Actor](a.Unit.Actor), UnitId: a.Unit.ID,
		UnitNameFi: a.Unit.NameFi, UnitNameSv: a.Unit.NameSv, Role: Parse[casespb.Role](string(a.Part)),
		State: Parse[casespb.State](string(a.State)), Etag: Etag(a.Revision), UpdateTime: Time(a.UpdateTime), Due: a.Due,
	}
	p := session.From(ctx).Principal
	if knowsHolder(p, c, a) {
		m.HolderId, m.HolderName = a.Holder.ID, a.Holder.Name
	}
	m.AllowedActions = Actions(c.AllowedOn(a, p))
	// Why a unit declined is for experts and coordination: a school hears that a better unit is being found.
	if len(p.Of(permission.Expert, permission.Lead, permission.Coordinator)) > 0 {
		m.DeclineReason = Parse[casespb.DeclineReason](a.DeclineReason)
	}
	return m
}

// Actions answers those of the core's actions that the contract has a route for.
func Actions(all []cases.Action) []casespb.Action {
	var routed []casespb.Action
	for _, a := range all {
		if act := Parse[casespb.Action](string(a)); act != casespb.Action_ACTION_UNSPECIFIED {
			routed = append(routed, act)
		}
	}
	return routed
}

// knowsHolder: who reads the case, and the colleagues in the unit.
func knowsHolder(p permission.Principal, c cases.Case, a cases.Assignment) bool {
	if _, reads := p.Can(permission.ReadCase, c.Subject()); reads {
		return true
	}
	_, colleague := p.Can(permission.ReadQueue, permission.Subject{Units: []string{a.Unit.ID}})
	return colleague
}

// Etag of a revision.
func Etag(revision int) string { return strconv.Itoa(revision) }

// Author answers who wrote a text, as the caller may know them.
func Author(ctx context.Context, c cases.Case, by cases.By) *casespb.Author {
	m := &casespb.Author{
		Role: Parse[accesspb.Role](string(by.Role)), Name: by.Person.Name, UnitId: by.UnitID,
		Me: by.Person.ID == session.From(ctx).Principal.PersonID,
	}
	for _, a := range c.Assignments {
		if by.UnitID != "" && a.Unit.ID == by.UnitID {
			m.UnitNameFi, m.UnitNameSv = a.Unit.NameFi, a.Unit.NameSv
		}
	}
	return m
}

// Card answers a card. One of a case that is locked to the caller tells nothing of the request.
func Card(c cases.Card) *casespb.Card {
	m := &casespb.Card{
		CaseId: c.CaseID, Number: c.Number, Actor: Parse[casespb.Actor](value(c.Actor)), UnitId: value(c.UnitID),
		UnitNameFi: value(c.UnitNameFi), UnitNameSv: value(c.UnitNameSv), Lacks: lacks(c.Lacks), Locked: c.Locked,
		Phase: Parse[casespb.Phase](c.Phase), Turn: Parse[casespb.Turn](c.Turn), WaitingSince: Time(c.TurnSince),
		Due: date(c.Due), CreateTime: Time(c.FileTime),
	}
	if !c.Locked {
		m.Needs, m.Level, m.GradeBand = ParseAll[casespb.Need](c.Needs), Parse[casespb.Level](c.Level), Parse[casespb.GradeBand](c.GradeBand)
		m.Language, m.Urgency = c.Language, Parse[casespb.Urgency](c.Urgency)
		m.Area, m.County = Parse[casespb.Area](value(c.Area)), value(c.CountyCode)
	}
	return m
}

// Cards answers several.
func Cards(cs []cases.Card) []*casespb.Card { return each(cs, Card) }

func each[T, M any](ts []T, message func(T) M) []M {
	ms := make([]M, len(ts))
	for i, t := range ts {
		ms[i] = message(t)
	}
	return ms
}

// CardRouting answers the routing that a card carries.
func CardRouting(c cases.Card, language string) (*casespb.Routing, error) {
	var r cases.Routing
	if err := json.Unmarshal(c.Routing, &r); err != nil {
		return nil, fmt.Errorf("decoding a routing: %w", err)
	}
	return Routing(r, language), nil
}
