package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/demo"
)

// house is what the clients know of a filled database: who they are, and what there is to work on.
type house struct {
	grpc                         door
	teacher, expert, coordinator *person

	request *casespb.Request
	words   string
	// unit with the longest queue, and the token of a page far down in it.
	unit, deep string
	// inQueue is how many cards its first page has, inDeep the other.
	inQueue, inDeep int

	waiting  *pool
	held     *ring[work]
	readable *ring[string]
	ledger   *ledger
}

// work is an assignment with its school and who works on it.
type work struct {
	assignment

	school string
}

// ledger counts the writes that were acknowledged.
type ledger struct{ filed, events atomic.Int64 }

// pool holds what is used up by using it.
type pool struct {
	mu   sync.Mutex
	left []work
}

func (p *pool) take() (work, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.left) == 0 {
		return work{}, false
	}
	w := p.left[0]
	p.left = p.left[1:]
	return w, true
}

func (p *pool) put(w work) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left = append(p.left, w)
}

// ring gives out the same things over and over.
type ring[T any] struct {
	of []T
	at atomic.Int64
}

func (r *ring[T]) next() T { return r.of[int(r.at.Add(1))%len(r.of)] }

type workRow struct{ Assignment, Case, Etag, School, Subject string }

const workSelect = `SELECT a.id::text, a.case_id::text, a.revision::text, a.school_id::text,
	(SELECT p.subject FROM access.persons p JOIN access.grants g ON g.person_id = p.id
		WHERE g.unit_id = a.unit_id AND g.role = 'EXPERT' AND coalesce(a.holder_id, p.id) = p.id ORDER BY p.id LIMIT 1)
	FROM assignments a JOIN cases c ON c.id = a.case_id WHERE a.part = 'LEAD' AND a.opens AND `

// openHouse signs people in and looks for what there is to do.
func openHouse(ctx context.Context, c *cluster, database string, v *vaatu) (*house, error) {
	conn, err := dial(filepath.Join(v.sockets, "access.sock"))
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	p := &people{sessions: accesspb.NewSessionServiceClient(conn), known: map[string]*person{}, schools: map[string]string{}}
	for _, f := range demo.Filers(issuer) {
		p.schools[f.Subject] = f.School
	}
	h := &house{ledger: &ledger{}}
	for subject, into := range map[string]**person{"teacher-fi": &h.teacher, "coordinator": &h.coordinator} {
		if *into, err = p.signIn(ctx, subject); err != nil {
			return nil, err
		}
	}
	if h.grpc, err = openGRPC(v); err != nil {
		return nil, err
	}
	for _, look := range []func() error{
		func() error { return h.choose() },
		func() error { return h.findWork(ctx, c, database, p) },
		func() error { return h.findQueue(ctx, c, database, p) },
	} {
		if err := look(); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// choose takes a request of one need that one actor leads, and words for messages.
func (h *house) choose() error {
	samples, err := demo.Samples(time.Now())
	if err != nil {
		return err
	}
	for _, s := range samples {
		if r := s.Request; r.GetAbout() == casespb.About_ABOUT_ANONYMOUS_PUPIL && r.GetWorkingLanguage() == "fi" {
			r.Needs, r.WishedForms = []casespb.Need{casespb.Need_NEED_AUTISM}, nil
			h.request, h.words = r, s.Message
			return nil
		}
	}
	return errors.New("no vignette can be filed")
}

// findWork reads what waits, what is held, and what the teacher may read.
func (h *house) findWork(ctx context.Context, c *cluster, database string, p *people) error {
	list := func(which string) ([]work, error) {
		found, err := rows[workRow](ctx, c, database, workSelect+which+" ORDER BY md5(a.id::text)")
		all := make([]work, len(found))
		for i, r := range found {
			by, failed := p.signIn(ctx, r.Subject)
			all[i] = work{assignment{r.Assignment, r.Case, r.Etag, by}, r.School}
			err = errors.Join(err, failed)
		}
		if err == nil && len(all) == 0 {
			err = fmt.Errorf("no case has a lead with %s", which)
		}
		return all, err
	}
	waiting, err := list("a.state = 'WAITING'")
	if err != nil {
		return err
	}
	held, err := list("a.state = 'HELD' AND c.phase = 'IN_CONSULTATION'")
	if err != nil {
		return err
	}
	mine, err := rows[struct{ ID string }](ctx, c, database, `SELECT id::text FROM cases
		WHERE filer_id = (SELECT id FROM access.persons WHERE subject = 'teacher-fi') ORDER BY md5(id::text) LIMIT 5000`)
	if err != nil || len(mine) == 0 {
		return errors.Join(errors.New("the teacher has filed nothing"), err)
	}
	h.waiting, h.held, h.readable = &pool{left: waiting}, &ring[work]{of: held}, &ring[string]{}
	for _, m := range mine {
		h.readable.of = append(h.readable.of, m.ID)
	}
	return nil
}

// findQueue walks down the longest queue.
func (h *house) findQueue(ctx context.Context, c *cluster, database string, p *people) error {
	longest, err := rows[struct {
		Unit, Subject string
		Waiting       int
	}](ctx, c, database, `SELECT a.unit_id::text, (SELECT p.subject FROM access.persons p JOIN access.grants g ON g.person_id = p.id
			WHERE g.unit_id = a.unit_id AND g.role = 'EXPERT' ORDER BY p.id LIMIT 1), count(*)::int
		FROM assignments a WHERE a.state = 'WAITING' AND a.opens GROUP BY a.unit_id ORDER BY 3 DESC LIMIT 1`)
	if err != nil || len(longest) == 0 {
		return errors.Join(errors.New("no queue is there"), err)
	}
	h.unit = longest[0].Unit
	if h.expert, err = p.signIn(ctx, longest[0].Subject); err != nil {
		return err
	}
	token := ""
	for range 1 + max(0, longest[0].Waiting/pageSize-1) {
		cards, next, err := h.grpc.queue(ctx, h.expert, h.unit, token)
		if err != nil {
			return err
		}
		if token == "" {
			h.inQueue = cards
		}
		h.deep, h.inDeep, token = token, cards, next
		if next == "" {
			break
		}
	}
	return nil
}
