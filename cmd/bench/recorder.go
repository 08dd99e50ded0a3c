package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5/pgproto3"
)

// statement is one that the service sent, with its parameters as they stood in the message.
type statement struct {
	sql     string
	params  [][]byte
	formats []int16
}

// trip is what left in one round trip.
type trip []statement

// recorder stands between the services and PostgreSQL and writes down what the services send.
type recorder struct {
	listener net.Listener
	server   string
	dir      string

	mu    sync.Mutex
	trips []trip
	// fresh: a statement was prepared, so that what was recorded is not what a warm service sends.
	fresh bool
}

const socketName = ".s.PGSQL.5432"

// record listens in dir for connections to the server whose socket is in another folder.
func record(ctx context.Context, dir, server string) (*recorder, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", filepath.Join(dir, socketName))
	if err != nil {
		return nil, fmt.Errorf("listening for the services: %w", err)
	}
	r := &recorder{listener: l, server: filepath.Join(server, socketName), dir: dir}
	go r.accept(ctx)
	return r, nil
}

func (r *recorder) close() { _ = r.listener.Close() }

func (r *recorder) accept(ctx context.Context) {
	for {
		conn, err := r.listener.Accept()
		if err != nil {
			return
		}
		go r.serve(ctx, conn)
	}
}

// serve passes everything on in both directions, as it comes.
func (r *recorder) serve(ctx context.Context, client net.Conn) {
	defer client.Close()
	server, err := (&net.Dialer{}).DialContext(ctx, "unix", r.server)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(client, server)
		_ = client.Close()
	}()
	said := pgproto3.NewBackend(io.TeeReader(client, server), io.Discard)
	if _, err := said.ReceiveStartupMessage(); err != nil {
		return
	}
	_ = r.listen(said)
}

// listen reads what the client says until it leaves.
func (r *recorder) listen(said *pgproto3.Backend) error {
	prepared := map[string]string{}
	var now trip
	for {
		message, err := said.Receive()
		if err != nil {
			return fmt.Errorf("listening to a client: %w", err)
		}
		switch m := message.(type) {
		case *pgproto3.Parse:
			prepared[m.Name] = m.Query
			r.note(func() { r.fresh = true })
		case *pgproto3.Bind:
			s := statement{sql: prepared[m.PreparedStatement], formats: slices.Clone(m.ParameterFormatCodes)}
			for _, p := range m.Parameters {
				s.params = append(s.params, slices.Clone(p))
			}
			now = append(now, s)
		case *pgproto3.Query:
			now = append(now, statement{sql: m.String})
			r.note(func() { r.trips, now = append(r.trips, now), nil })
		case *pgproto3.Sync:
			if len(now) > 0 {
				r.note(func() { r.trips, now = append(r.trips, now), nil })
			}
		}
	}
}

func (r *recorder) note(fn func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fn()
}

var errCold = errors.New("the service prepared statements each time: there is nothing to replay")

// capture answers the round trips that a warm service makes while fn runs; fn runs until one time none is prepared.
func (r *recorder) capture(fn func() error) ([]trip, error) {
	for range 60 {
		r.note(func() { r.trips, r.fresh = nil, false })
		if err := fn(); err != nil {
			return nil, err
		}
		var trips []trip
		fresh := false
		r.note(func() { trips, fresh = slices.Clone(r.trips), r.fresh })
		if !fresh {
			return trips, nil
		}
	}
	return nil, errCold
}
