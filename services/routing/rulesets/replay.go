package rulesets

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// chunk is how many cases a call replays: whoever waits sees twenty steps of a hundred thousand.
const chunk = 5000

// ReplayRuleSet answers which cases would be elsewhere by a set.
func (s *Service) ReplayRuleSet(ctx context.Context, req *routingpb.ReplayRuleSetRequest) (*routingpb.ReplayRuleSetResponse, error) {
	if !national(session.From(ctx).Principal) {
		return nil, apperr.New(apperr.NotFound)
	}
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	r, err := s.get(ctx, req.GetRuleSetId())
	if err != nil {
		return nil, err
	}
	was, now, err := s.tables(ctx, r)
	if err != nil {
		return nil, err
	}
	data, err := s.data(ctx)
	if err != nil {
		return nil, err
	}
	since := termBefore(s.deps.Now())
	rows, total, err := s.deps.Store.filed(ctx, since, after)
	if err != nil {
		return nil, err
	}
	rows, next := page.Cut(rows, chunk, filed.place)
	list := make([]rules.Filed, len(rows))
	for i, f := range rows {
		list[i] = f.facts()
	}
	moved := rules.Replay(was, now, data, helsinki.Date(s.deps.Now()), list)
	reply := &routingpb.ReplayRuleSetResponse{
		BaseVersion: was.Version(), Etag: wire.Etag(r.Revision), Since: wire.Time(since), Total: total, NextPageToken: next,
		Cases: int32(len(rows)), Partners: int32(moved.Partners), //nolint:gosec // a chunk
	}
	for _, m := range moved.Moves {
		reply.Moves = append(reply.Moves, moveMessage(m))
	}
	return reply, nil
}

// tables answers the published set and a draft, ready to decide. A draft that cannot be is refused, as it is to review.
func (s *Service) tables(ctx context.Context, draft row) (was, now *rules.Table, err error) {
	published, err := s.deps.Store.Published(ctx)
	if err != nil {
		return nil, nil, err
	}
	if was, err = rules.Compile(published); err != nil {
		return nil, nil, fmt.Errorf("compiling the rules %s: %w", published.Version, err)
	}
	set, err := draft.set()
	if err != nil {
		return nil, nil, err
	}
	if now, err = rules.Compile(set); err != nil {
		return nil, nil, apperr.New(apperr.TransitionRefused)
	}
	return was, now, nil
}

// termBefore answers when the school term before the one of a moment began: terms begin on 1 August and on 1 January.
func termBefore(t time.Time) time.Time {
	year, month, _ := helsinki.In(t).Date()
	if month < time.August {
		return helsinki.Midnight(year-1, time.August, 1)
	}
	return helsinki.Midnight(year, time.January, 1)
}

// filed is a row of routing.filed.
type filed struct {
	ID       string    `db:"id"`
	FileTime time.Time `db:"file_time"`
	Number   string    `db:"number"`
	About    string    `db:"about"`
	Level    string    `db:"level"`
	Language string    `db:"language"`
	Needs    []string  `db:"needs"`
	Urgency  string    `db:"urgency"`
	Risks    []string  `db:"risks"`
	Forms    []string  `db:"wished_forms"`
	// Permissions are empty where they were not kept.
	Permissions string `db:"permissions"`
	Area        string `db:"area"`
	CountyCode  string `db:"county_code"`
	ByHand      bool   `db:"by_hand"`
}

func (f filed) place() page.Cursor { return page.Cursor{Time: f.FileTime, ID: f.ID} }

func (f filed) facts() rules.Filed {
	return rules.Filed{Number: f.Number, ByHand: f.ByHand, Facts: cases.Facts{
		About: f.About, Level: f.Level, Language: f.Language, Needs: f.Needs, Urgency: f.Urgency, Risks: f.Risks, WishedForms: f.Forms, Permissions: f.Permissions,
		Area: f.Area, CountyCode: f.CountyCode,
	}}
}

// filed answers a chunk of the cases that were filed since a time, and one more where there are more, and how many there are in all.
func (s Store) filed(ctx context.Context, since time.Time, after *page.Cursor) (rows []filed, total int32, err error) {
	if after == nil {
		after = &page.Cursor{Time: since, ID: uuid.Nil.String()}
	}
	err = s.DB.Read(ctx, func(tx *postgres.Tx) error {
		rows = nil
		postgres.Row(tx, &total, nil, "SELECT routing.count_filed($1)", since)
		postgres.Rows(tx, &rows, `SELECT id::text, file_time, number, about, level, language, needs, urgency, risks, wished_forms, permissions, area, county_code, by_hand
			FROM routing.filed($1, $2, $3, $4)`, since, after.Time, after.ID, chunk+1)
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("reading the cases of a replay: %w", err)
	}
	return rows, total, nil
}

func moveMessage(m rules.Move) *routingpb.ReplayMove {
	message := &routingpb.ReplayMove{
		From: endMessage(m.From), To: endMessage(m.To), Cases: int32(m.Cases), ByHand: int32(m.ByHand), //nolint:gosec // a chunk
	}
	for _, c := range m.Samples {
		message.Samples = append(message.Samples, &routingpb.ReplaySample{
			Number: c.Number, Needs: wire.ParseAll[casespb.Need](c.Facts.Needs), Area: wire.Parse[casespb.Area](c.Facts.Area),
		})
	}
	return message
}

func endMessage(e rules.End) *routingpb.ReplayEnd {
	return &routingpb.ReplayEnd{
		UnitId: e.Unit.ID, Actor: wire.Parse[casespb.Actor](e.Unit.Actor), UnitNameFi: e.Unit.NameFi, UnitNameSv: e.Unit.NameSv,
		TriageReason: wire.Parse[casespb.TriageReason](e.TriageReason),
	}
}
