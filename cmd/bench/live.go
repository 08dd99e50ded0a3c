package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	"github.com/vip-verkosto/vaatu/services"
)

const (
	// openPages are watched at once, by so many people with so many sessions each and so many pages in each.
	openPages, watchers, sessionsEach, pagesEach = 2000, 100, 5, 4
	// arrivals are filed while they are.
	arrivals = 100
)

// live is how soon an open page of a queue shows what was filed, while many others are open too.
type live struct {
	seen   []time.Duration
	memory float64
}

// live opens pages in the browser's way, files, and reads the queue anew when a hint comes, as its page does.
func (s *site) live(ctx context.Context) (live, error) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	one, err := s.queued(ctx)
	if err != nil {
		return live{}, err
	}
	pages := &pages{site: s, client: &http.Client{Transport: &http.Transport{DisableCompression: true}}, hints: make(chan struct{}, 1)}
	defer pages.client.CloseIdleConnections()
	if err := pages.open(ctx, one.Unit); err != nil {
		return live{}, err
	}
	l := live{memory: memory(s.vaatu.pids()...)}
	d := openJSON(s.vaatu.base, 2)
	defer d.close()
	for range arrivals {
		pages.forget()
		sent := time.Now()
		if _, err := d.file(ctx, s.house.teacher, uuid.NewString(), s.house.request); err != nil {
			return l, err
		}
		s.house.ledger.filed.Add(1)
		select {
		case <-pages.hints:
		case <-time.After(grace):
			return l, errors.New("an open page was not told of a filing")
		}
		if _, _, err := d.queue(ctx, pages.first, one.Unit, ""); err != nil {
			return l, err
		}
		l.seen = append(l.seen, time.Since(sent))
	}
	slices.Sort(l.seen)
	return l, nil
}

// queued files once, to learn in which unit's queue a filing comes.
func (s *site) queued(ctx context.Context) (struct{ Unit string }, error) {
	type place = struct{ Unit string }
	d := openJSON(s.vaatu.base, 1)
	defer d.close()
	one, err := d.file(ctx, s.house.teacher, uuid.NewString(), s.house.request)
	if err != nil {
		return place{}, err
	}
	s.house.ledger.filed.Add(1)
	found, err := rows[place](ctx, s.cluster, s.database, "SELECT unit_id::text FROM assignments WHERE id = $1", one.assignmentID)
	if err != nil || len(found) != 1 {
		return place{}, fmt.Errorf("looking for the unit of a filing: %w", err)
	}
	return found[0], nil
}

// pages are the streams of open pages.
type pages struct {
	site   *site
	client *http.Client
	// first is whose page is looked at; hints tells when it has been told something.
	first *person
	hints chan struct{}
}

// open opens all pages, each at the queue of the unit, and leaves them open until ctx ends.
func (p *pages) open(ctx context.Context, unit string) error {
	var experts []services.Person
	for i := range watchers {
		name := fmt.Sprintf("watcher-%03d", i)
		experts = append(experts, services.Person{
			Issuer: issuer, Subject: name, Name: name, Language: "fi", Grants: []services.Grant{{Role: "EXPERT", UnitID: unit}},
		})
	}
	if err := services.AddPeople(ctx, p.site.cluster.URL("vaatu_migrator", p.site.database), experts, time.Now().AddDate(0, 0, -1)); err != nil {
		return err
	}
	conn, err := dial(filepath.Join(p.site.vaatu.sockets, "access.sock"))
	if err != nil {
		return err
	}
	defer conn.Close()
	group, opening := errgroup.WithContext(ctx)
	group.SetLimit(16)
	for range sessionsEach {
		in := &people{sessions: accesspb.NewSessionServiceClient(conn), known: map[string]*person{}}
		for _, e := range experts {
			who, err := in.signIn(ctx, e.Subject)
			if err != nil {
				return err
			}
			for range pagesEach {
				looked := p.first == nil
				if looked {
					p.first = who
				}
				group.Go(func() error { return p.watch(ctx, opening, who, looked) })
			}
		}
	}
	return group.Wait()
}

// watch opens one stream, and reads on beside it.
func (p *pages) watch(ctx, opening context.Context, who *person, looked bool) error {
	if opening.Err() != nil {
		return opening.Err()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.site.vaatu.base+"/v1/events:watch", http.NoBody)
	if err != nil {
		return fmt.Errorf("making a request: %w", err)
	}
	request.Header.Set("Cookie", "vaatu="+who.token)
	answer, err := p.client.Do(request) //nolint:bodyclose // it stays open, and is closed beside
	if err != nil {
		return fmt.Errorf("opening a page: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return errors.Join(fmt.Errorf("opening a page answers %d", answer.StatusCode), answer.Body.Close())
	}
	go func() {
		defer answer.Body.Close()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if looked && strings.HasPrefix(lines.Text(), "data:") {
				select {
				case p.hints <- struct{}{}:
				default:
				}
			}
		}
	}()
	return nil
}

// forget drops a hint of what was filed before: the page would have read twice.
func (p *pages) forget() {
	select {
	case <-p.hints:
	default:
	}
}

func (s *sizeReport) liveGoals() []goal {
	what := fmt.Sprintf("filed → read by an open queue page, p95, %d pages open", openPages)
	room := fmt.Sprintf("vaatu's memory with %d open pages", openPages)
	if len(s.live.seen) == 0 {
		return []goal{missing("P16", what, "≤ 1000 ms"), missing("P16", room, "≤ 150 MB")}
	}
	p95 := milliseconds(percentile(s.live.seen, 95))
	return []goal{
		{"P16", what, fmt.Sprintf("%.0f ms", p95), "≤ 1000 ms", p95 <= 1000},
		{"P16", room, fmt.Sprintf("%.0f MB", s.live.memory), "≤ 150 MB", s.live.memory <= 150},
	}
}
