// Package clamav asks ClamAV's daemon about a file, over its socket (INSTREAM of clamd's protocol, man 8 clamd).
package clamav

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

const (
	// piece of a file that goes out at once, in bytes.
	piece = 64 << 10
	// patience with the daemon, from dialling to its answer.
	patience = 8 * time.Second
	// longestAnswer of the daemon is the name of a signature.
	longestAnswer = 4 << 10
)

// Scanner is a daemon.
type Scanner struct{ network, address string }

// Parse answers the scanner at unix:///PATH or tcp://HOST:PORT; nil for an empty address.
func Parse(address string) (*Scanner, error) {
	if address == "" {
		return nil, nil //nolint:nilnil // to have no scanner is an ordinary choice
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
	case u.Scheme == "unix" && u.Host == "" && u.Path != "":
		return &Scanner{"unix", u.Path}, nil
	case u.Scheme == "tcp" && u.Port() != "" && u.Path == "":
		return &Scanner{"tcp", u.Host}, nil
	}
	return nil, fmt.Errorf("the scanner's address %q is neither unix:///PATH nor tcp://HOST:PORT", address)
}

// Ping reports whether the daemon answers at all.
func (s *Scanner) Ping(ctx context.Context) error {
	said, err := s.ask(ctx, func(to io.Writer) error {
		_, err := io.WriteString(to, "zPING\x00")
		return err
	})
	if err == nil && said != "PONG" {
		err = fmt.Errorf("the scanner says %q", said)
	}
	return err
}

// Infected reports whether the daemon finds anything in a file. An error says that it could not say.
func (s *Scanner) Infected(ctx context.Context, file io.Reader) (bool, error) {
	said, err := s.ask(ctx, func(to io.Writer) error { return send(to, file) })
	switch {
	case err != nil:
		return false, err
	case said == "stream: OK":
		return false, nil
	case strings.HasPrefix(said, "stream: ") && strings.HasSuffix(said, " FOUND"):
		return true, nil
	}
	return false, fmt.Errorf("the scanner says %q", said)
}

// ask answers what the daemon says to something.
func (s *Scanner) ask(ctx context.Context, say func(io.Writer) error) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", fmt.Errorf("reaching the scanner: %w", err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if err := say(conn); err != nil {
		return "", fmt.Errorf("speaking to the scanner: %w", err)
	}
	said, err := bufio.NewReader(io.LimitReader(conn, longestAnswer)).ReadString(0)
	if err != nil {
		return "", fmt.Errorf("hearing the scanner: %w", err)
	}
	return strings.TrimSuffix(said, "\x00"), nil
}

// send writes a file in pieces, each behind its length, and a length of zero at the end.
func send(to io.Writer, file io.Reader) error {
	if _, err := io.WriteString(to, "zINSTREAM\x00"); err != nil {
		return err
	}
	buffer := make([]byte, 4+piece)
	for {
		n, err := io.ReadFull(file, buffer[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buffer, uint32(n)) //nolint:gosec // at most piece
			if _, err := to.Write(buffer[:4+n]); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF { //nolint:errorlint // ReadFull answers them bare
			_, err = to.Write(make([]byte, 4))
			return err
		}
		if err != nil {
			return err
		}
	}
}
