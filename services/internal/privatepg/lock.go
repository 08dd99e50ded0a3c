package privatepg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	// lockPatience is how long a server whose parent died may take to end.
	lockPatience = 5 * time.Second
	lockPoll     = 5 * time.Millisecond

	// longestSocket is the longest path the kernel takes for a unix socket.
	longestSocket = 107
	socketName    = ".s.PGSQL.65535" // at most
	shortPrefix   = "vaatu-pg-"
)

// takeLock locks the folder. Every process of the server inherits the lock, so
// whoever gets it knows that none of them lives, whatever the pid file says.
func takeLock(ctx context.Context, path string) (*os.File, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, lockPatience,
		fmt.Errorf("another private PostgreSQL runs in %s", filepath.Dir(path)))
	defer cancel()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the lock of the private PostgreSQL: %w", err)
	}
	ticker := time.NewTicker(lockPoll)
	defer ticker.Stop()
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return file, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			_ = file.Close()
			return nil, fmt.Errorf("locking the folder of the private PostgreSQL: %w", err)
		}
		select {
		case <-ctx.Done():
			_ = file.Close()
			return nil, fmt.Errorf("locking the folder of the private PostgreSQL: %w", context.Cause(ctx))
		case <-ticker.C:
		}
	}
}

// makeSocketDir makes the folder of the socket beside the data, or, where the
// path is too long for a socket, a short one that a link beside the data names.
func (s *Server) makeSocketDir(dir string, who identity) error {
	s.socketDir = filepath.Join(dir, "s")
	old, err := os.Readlink(s.socketDir)
	if err == nil && strings.HasPrefix(filepath.Base(old), shortPrefix) {
		_ = os.RemoveAll(old) // left by a run that was killed
	}
	if err := os.RemoveAll(s.socketDir); err != nil {
		return fmt.Errorf("removing the old socket: %w", err)
	}
	if len(filepath.Join(s.socketDir, socketName)) > longestSocket {
		return s.makeShortDir(who)
	}
	if err := os.Mkdir(s.socketDir, 0o700); err != nil {
		return fmt.Errorf("making the folder of the socket: %w", err)
	}
	return who.own(s.socketDir)
}

func (s *Server) makeShortDir(who identity) error {
	short, err := os.MkdirTemp("", shortPrefix)
	if err != nil {
		return fmt.Errorf("making a short folder for the socket: %w", err)
	}
	if err := os.Symlink(short, s.socketDir); err != nil {
		return fmt.Errorf("remembering the folder of the socket: %w", err)
	}
	s.socketDir, s.shortDir = short, short
	return who.own(short)
}

func (s *Server) removeShortDir() {
	if s.shortDir != "" {
		_ = os.RemoveAll(s.shortDir)
	}
}
