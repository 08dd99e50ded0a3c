package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// vaatu is the program under test as an operator runs it on one machine: the services and the web front.
type vaatu struct {
	serve, front *process
	base         string
	sockets      string
}

// setting is what the processes are started with.
type setting struct {
	program, dir, keyset string
	cluster              *cluster
	database             string
	// through is the folder of another socket on the application's way to the database; empty: the server's own.
	through string
}

func startVaatu(ctx context.Context, s setting) (_ *vaatu, err error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	v := &vaatu{base: "http://" + address, sockets: filepath.Join(s.dir, "s")}
	defer func() {
		if err != nil {
			v.stop()
		}
	}()
	secret := filepath.Join(s.dir, "secret")
	if err := errors.Join(os.MkdirAll(v.sockets, 0o700), os.WriteFile(secret, []byte("bench"), 0o600)); err != nil {
		return nil, fmt.Errorf("preparing the folder of vaatu: %w", err)
	}
	app, err := detour(s.cluster.URL("vaatu_app", s.database), s.through)
	if err != nil {
		return nil, err
	}
	v.serve, err = start(filepath.Join(s.dir, "serve.log"), s.program, "serve", "--log-level=WARN", "--sockets="+v.sockets,
		"--keyset="+s.keyset, "--base-url="+v.base, "--smtp=127.0.0.1:1", "--no-mail-tls", "--mail-from=vaatu@example.fi",
		"--database-app="+app,
		"--database-auth="+s.cluster.URL("vaatu_auth", s.database), "--database-worker="+s.cluster.URL("vaatu_worker", s.database))
	if err != nil {
		return nil, err
	}
	v.front, err = start(filepath.Join(s.dir, "gateway.log"), s.program, "gateway", "--log-level=WARN", "--http="+address, "--public-url="+v.base,
		"--upstream="+v.sockets, "--issuer="+issuer, "--client-id=bench", "--secret-file="+secret, "--requests-a-second=0")
	if err != nil {
		return nil, err
	}
	err = v.ready(ctx)
	return v, err
}

// detour leads an address of the database through another socket.
func detour(address, through string) (string, error) {
	if through == "" {
		return address, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("reading the address of the database: %w", err)
	}
	query := u.Query()
	query.Set("host", through)
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// freeAddress answers a loopback address that nobody listens on.
func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("looking for a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// ready waits until a request can be filed.
func (v *vaatu) ready(ctx context.Context) error {
	return answers(ctx, v.base+"/readyz", v.serve, v.front)
}

// answers waits until processes answer at an address with anything but a failure.
func answers(ctx context.Context, address string, by ...*process) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	client := &http.Client{Timeout: time.Second}
	defer client.CloseIdleConnections()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
		if err != nil {
			return fmt.Errorf("asking whether %s answers: %w", address, err)
		}
		if answer, err := client.Do(request); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode < http.StatusInternalServerError {
				return nil
			}
		}
		for _, p := range by {
			if err := p.ended(); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", address, ctx.Err())
		case <-poll.C:
		}
	}
}

func (v *vaatu) pids() []int { return []int{v.serve.pid(), v.front.pid()} }

// stop ends both, the front first.
func (v *vaatu) stop() {
	for _, p := range []*process{v.front, v.serve} {
		if p != nil {
			p.stop()
		}
	}
}
