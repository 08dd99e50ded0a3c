package cases_test

import (
	"context"
	"net"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// brake holds a connection before each of its round trips until the test lets it go on.
type brake struct {
	net.Conn
	*lane

	asked atomic.Bool
}

func (b *brake) Write(p []byte) (int, error) {
	if !b.asked.Swap(true) && b.held.Load() {
		select {
		case b.arrived <- struct{}{}:
			<-b.permit
		case <-b.over:
		}
	}
	return b.Conn.Write(p)
}

func (b *brake) Read(p []byte) (int, error) {
	n, err := b.Conn.Read(p)
	if n > 0 {
		b.asked.Store(false)
	}
	return n, err
}

// lane is a store with one connection of its own, which the test can hold; and another for what time brings.
type lane struct {
	// people is the store of those who call, clock that of the worker.
	people, clock *cases.Store
	held          atomic.Bool
	// arrived: a round trip is about to begin; permit lets it; over ends the holding for good.
	arrived, permit chan struct{}
	over            <-chan struct{}

	pid    int
	answer chan answer
	// trips are those made in this run. paused: it waits for the test; blocked: for the other's lock; done: it has answered.
	trips                 int
	paused, blocked, done bool
	got                   answer
}

func newLane(t *testing.T, d *casetest.Desk) *lane {
	t.Helper()
	l := &lane{arrived: make(chan struct{}), permit: make(chan struct{}), over: t.Context().Done()}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return &brake{Conn: conn, lane: l}, err
	}
	with := func(store cases.Store, role string) *cases.Store {
		db, err := postgres.Open(t.Context(), postgres.Config{URL: d.DB.URL(role), MaxConns: 1, Name: t.Name(), Dial: dial})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(db.Close)
		store.DB, store.Now = db, late
		return &store
	}
	l.people, l.clock = with(*d.Store, "vaatu_app"), with(*d.Clock, "vaatu_worker")
	return l
}

// begin starts a change, which halts before its first round trip.
func (l *lane) begin(t *testing.T, w casetest.Wish) {
	t.Helper()
	store := l.people
	if byClock(w) {
		store = l.clock
	}
	if err := store.DB.Pool().QueryRow(t.Context(), "SELECT pg_backend_pid()").Scan(&l.pid); err != nil {
		t.Fatal(err)
	}
	l.trips, l.paused, l.blocked, l.done, l.got = 0, false, false, false, answer{}
	l.answer = make(chan answer, 1)
	l.held.Store(true)
	go func() {
		got := ask(t, w, store)
		l.held.Store(false)
		l.answer <- got
	}()
}

// duo are two lanes, and a look into the server that tells whether one waits for the other.
type duo struct {
	lanes [2]*lane
	root  *pgx.Conn
}

func newDuo(t *testing.T, d *casetest.Desk) *duo {
	t.Helper()
	return &duo{lanes: [2]*lane{newLane(t, d), newLane(t, d)}, root: d.DB.Superuser(t)}
}

// run makes two changes, one round trip at a time, in the order of the schedule; who has to wait for a lock is passed
// over. It answers both answers, how many round trips each took, and whether one ever waited.
func (d *duo) run(t *testing.T, schedule []int, wishes [2]casetest.Wish) (answers [2]answer, trips [2]int, waited bool) {
	t.Helper()
	for i, l := range d.lanes {
		l.begin(t, wishes[i])
		d.settle(t, i)
	}
	for turn := 0; !d.lanes[0].done || !d.lanes[1].done; turn++ {
		next := turn % 2 // whatever the schedule leaves over
		if turn < len(schedule) {
			next = schedule[turn]
		}
		if l := d.lanes[next]; l.paused {
			l.paused = false
			l.trips++
			l.permit <- struct{}{}
		}
		d.settle(t, next)
		d.settle(t, 1-next)
		waited = waited || d.lanes[0].blocked || d.lanes[1].blocked
	}
	for i, l := range d.lanes {
		answers[i], trips[i] = l.got, l.trips
	}
	return answers, trips, waited
}

// settle waits until a lane halts before a round trip, has answered, or is seen by the server to wait for the other.
func (d *duo) settle(t *testing.T, i int) {
	t.Helper()
	l := d.lanes[i]
	for l.blocked = false; !l.paused && !l.done && !l.blocked; {
		select {
		case <-l.arrived:
			l.paused = true
		case l.got = <-l.answer:
			l.done = true
		default:
			const sql = `SELECT $2 = ANY (pg_blocking_pids($1)) FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'
				UNION ALL SELECT false LIMIT 1`
			if err := d.root.QueryRow(t.Context(), sql, l.pid, d.lanes[1-i].pid).Scan(&l.blocked); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// orders answers every order in which a steps of the one and b of the other can follow each other.
func orders(a, b int) [][]int {
	if a == 0 && b == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for who, left := range [2]int{a, b} {
		if left == 0 {
			continue
		}
		rest := [2]int{a, b}
		rest[who]--
		for _, order := range orders(rest[0], rest[1]) {
			all = append(all, append([]int{who}, order...))
		}
	}
	return all
}
