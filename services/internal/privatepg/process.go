package privatepg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	readyPoll = 2 * time.Millisecond
	tailLines = 12
)

// process is a child that dies with us.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the child has ended
	err  error         // how it ended; to be read after done
}

// startProcess starts cmd so that it is interrupted when this process dies, by
// whatever signal. The kernel ties that to the thread that started the child, so
// one thread starts it and waits for it. A process group of its own keeps the
// terminal's interrupt from it: we stop it when we are done with it.
func startProcess(cmd *exec.Cmd) (*process, error) {
	cmd.SysProcAttr.Pdeathsig = syscall.SIGINT
	cmd.SysProcAttr.Setpgid = true
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// signal tells the child; one that has ended already does not mind.
func (p *process) signal(s os.Signal) { _ = p.cmd.Process.Signal(s) }

// ready waits until the server has written into its pid file that it is ready.
// Connecting would prove less: somebody else's server might answer.
func (p *process) ready(ctx context.Context, pidFile string) error {
	ticker := time.NewTicker(readyPoll)
	defer ticker.Stop()
	for {
		if isReady(pidFile, p.cmd.Process.Pid) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for the private PostgreSQL: %w", ctx.Err())
		case <-p.done:
			return fmt.Errorf("the private PostgreSQL ended while starting: %w", p.err)
		case <-ticker.C:
		}
	}
}

// isReady reads postmaster.pid: line 1 is the process, line 8 its state.
func isReady(pidFile string, pid int) bool {
	text, err := os.ReadFile(pidFile)
	if err != nil {
		return false
	}
	lines := strings.Split(string(text), "\n")
	return len(lines) >= 8 && lines[0] == strconv.Itoa(pid) && strings.TrimSpace(lines[7]) == "ready"
}

// stop asks for a fast shutdown; when ctx ends first, it insists.
func (p *process) stop(ctx context.Context) error {
	select {
	case <-p.done:
		return nil
	default:
	}
	p.signal(syscall.SIGINT)
	select {
	case <-p.done:
	case <-ctx.Done():
		p.signal(syscall.SIGQUIT)
		select {
		case <-p.done:
		case <-time.After(5 * time.Second):
			p.signal(syscall.SIGKILL)
			<-p.done
		}
		return fmt.Errorf("stopping the private PostgreSQL: %w", ctx.Err())
	}
	var exit *exec.ExitError
	if p.err != nil && !errors.As(p.err, &exit) {
		return fmt.Errorf("waiting for the private PostgreSQL to end: %w", p.err)
	}
	return nil
}

// tail is the end of a log, for an error message.
func tail(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-tailLines):], []byte("\n")))
}
