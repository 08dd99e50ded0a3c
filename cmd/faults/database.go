package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/vip-verkosto/vaatu/services"
)

const (
	startPatience = time.Minute
	lockPoll      = 10 * time.Millisecond
)

// database is a PostgreSQL that may be killed.
//
// A killed process loses nothing that it handed to the kernel, flushed or not, so fsync=off alone is not seen by a kill:
// it shows when the machine loses its power. With lossy set a kill stands for that. What was never flushed since the
// server started may then be gone, all of it; so its folder goes back to how it was at that start. With fsync=on this
// would be no possible outcome, as each acknowledged commit has been flushed.
type database struct {
	config services.PrivateDatabaseConfig
	lossy  bool

	server *services.PrivateDatabase
}

// start starts the server and waits until it has recovered.
func (d *database) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	if d.lossy {
		if err := d.copy(ctx, "pg", "flushed"); err != nil {
			return err
		}
	}
	server, err := d.config.Start(ctx)
	if err != nil {
		return fmt.Errorf("starting PostgreSQL: %w", err)
	}
	d.server = server
	return nil
}

// kill ends the postmaster as a crash would; its sessions end by themselves.
func (d *database) kill(ctx context.Context) error {
	d.server.Kill()
	if err := d.gone(ctx); err != nil || !d.lossy {
		return err
	}
	return d.copy(ctx, "flushed", "pg")
}

// stop ends the server in good order; once it was killed that does nothing.
func (d *database) stop(ctx context.Context) {
	if d.server == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = d.server.Stop(ctx)
}

// url is the address of Vaatu's database for a role, at the server itself.
func (d *database) url(role string) string { return d.server.URL(role, "vaatu") }

// gone waits until the last process of the server has ended: each holds its lock.
func (d *database) gone(ctx context.Context) error {
	lock, err := os.Open(filepath.Join(d.config.Dir, "lock"))
	if err != nil {
		return fmt.Errorf("opening the lock of PostgreSQL: %w", err)
	}
	defer lock.Close()
	for syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		if err := wait(ctx, lockPoll); err != nil {
			return fmt.Errorf("waiting for the end of PostgreSQL: %w", err)
		}
	}
	return nil
}

// copy puts a copy of one folder in the place of another, owners and all; there is none before the first start.
func (d *database) copy(ctx context.Context, from, to string) error {
	from, to = filepath.Join(d.config.Dir, from), filepath.Join(d.config.Dir, to)
	if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := os.RemoveAll(to); err != nil {
		return fmt.Errorf("removing the folder of PostgreSQL: %w", err)
	}
	if out, err := exec.CommandContext(ctx, "cp", "-a", from, to).CombinedOutput(); err != nil {
		return fmt.Errorf("copying the folder of PostgreSQL: %w: %s", err, out)
	}
	return nil
}
