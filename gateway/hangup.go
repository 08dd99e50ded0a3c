package gateway

import (
	"context"
	"net"

	"google.golang.org/grpc/peer"
)

// callers answers connections that can be ended from within a call: a call knows no more of its connection than the address.
type callers struct{ net.Listener }

// Accept answers the next connection.
func (l callers) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err //nolint:wrapcheck // gRPC looks at its kind
	}
	return line{c}, nil
}

type line struct{ net.Conn }

// RemoteAddr answers an address that knows its connection.
func (l line) RemoteAddr() net.Addr { return end{l.Conn.RemoteAddr(), l.Conn} }

type end struct {
	net.Addr

	conn net.Conn
}

// hangUp ends the connection of a call.
func hangUp(ctx context.Context) {
	if p, ok := peer.FromContext(ctx); ok {
		if e, ok := p.Addr.(end); ok {
			_ = e.conn.Close() // it is ended already, then
		}
	}
}
