package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// line is a TCP connection's way through a proxy that can break it.
type line struct{ proxy *toxiproxy.Proxy }

// toxics break connections that pass: an answer is cut off after some bytes, a connection is reset when something is
// said, or everything is swallowed and then the connection closed. Their numbers are bytes or milliseconds.
var toxics = []string{
	`{"name": "cut", "type": "limit_data", "stream": "downstream", "attributes": {"bytes": %d}}`,
	`{"name": "cut", "type": "reset_peer", "stream": "downstream", "attributes": {"timeout": %d}}`,
	`{"name": "cut", "type": "timeout", "stream": "downstream", "attributes": {"timeout": %d}}`,
	`{"name": "cut", "type": "reset_peer", "stream": "upstream", "attributes": {"timeout": %d}}`,
}

// newLine listens on a free loopback port and passes on to an address.
func newLine(name, upstream string) (*line, error) {
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	l := &line{toxiproxy.NewProxy(server, name, "127.0.0.1:0", upstream)}
	if err := l.proxy.Start(); err != nil {
		return nil, fmt.Errorf("starting the proxy of %s: %w", name, err)
	}
	return l, nil
}

func (l *line) address() string { return l.proxy.Listen }

func (l *line) close() { l.proxy.Stop() }

// cut breaks, for a moment, whatever passes.
func (l *line) cut(ctx context.Context, dice *rand.Rand) error {
	toxic := fmt.Sprintf(toxics[dice.IntN(len(toxics))], 1+dice.IntN(60))
	if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		return fmt.Errorf("cutting %s: %w", l.proxy.Name, err)
	}
	err := wait(ctx, time.Duration(20+dice.IntN(100))*time.Millisecond)
	l.proxy.Toxics.ResetToxics(ctx)
	return err
}
