package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// program is `vaatu dev` as a process of its own.
type program struct {
	binary, base string
	args         []string
	log          *os.File

	cmd  *exec.Cmd
	done chan struct{} // closed when the process has ended
}

const (
	readyPoll     = 25 * time.Millisecond
	readyPatience = 90 * time.Second
)

// start starts the process so that it dies with us. The kernel ties that to the thread that started it, so one thread
// starts it and waits for it.
func (p *program) start() error {
	//nolint:noctx // it is ended by kill
	p.cmd = exec.Command(p.binary, p.args...)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Dir(p.log.Name())) // where a killed one leaves its sockets
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	p.done = make(chan struct{})
	started := make(chan error)
	go func(cmd *exec.Cmd, done chan struct{}) {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
			close(done)
		}
	}(p.cmd, p.done)
	if err := <-started; err != nil {
		return fmt.Errorf("starting vaatu: %w", err)
	}
	return nil
}

// kill ends the process as a crash would.
func (p *program) kill() {
	if p.cmd != nil && p.cmd.Process != nil {
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

// errEnded is answered when nobody killed the process and it has ended all the same.
var errEnded = errors.New("vaatu ended by itself")

// ready waits until a request can be filed.
func (p *program) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, readyPatience, fmt.Errorf("vaatu is not ready after %s", readyPatience))
	defer cancel()
	client := &http.Client{Timeout: 5 * time.Second}
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/readyz", http.NoBody)
		if err != nil {
			return fmt.Errorf("asking whether vaatu is ready: %w", err)
		}
		if resp, err := client.Do(req); err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		if err := wait(ctx, readyPoll); err != nil {
			return err
		}
	}
}

// ended reports whether the process runs no more.
func (p *program) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}
