package postgres

import (
	"context"
	"net"
	"sync/atomic"
)

// TripCounter counts network round trips: each time an answer is waited for
// after something was sent is one. Set Config.Dial to its Dial. The first run of
// a statement on a connection adds a trip to prepare it, a new connection adds
// those of signing in: warm up before counting.
type TripCounter struct{ trips atomic.Int64 }

// Dial opens a connection whose round trips are counted.
func (c *TripCounter) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &countedConn{Conn: conn, counter: c}, nil
}

// Count answers the round trips so far.
func (c *TripCounter) Count() int64 { return c.trips.Load() }

// CountTrips answers the round trips that were made while fn ran.
func CountTrips(c *TripCounter, fn func()) int64 {
	before := c.Count()
	fn()
	return c.Count() - before
}

// countedConn counts the first bytes that arrive after a Write.
type countedConn struct {
	net.Conn
	counter *TripCounter
	asked   atomic.Bool
}

func (c *countedConn) Write(p []byte) (int, error) {
	c.asked.Store(true)
	return c.Conn.Write(p)
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && c.asked.Swap(false) {
		c.counter.trips.Add(1)
	}
	return n, err
}
