package privatepg

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// createCluster makes a cluster beside its place and moves it there, so that an
// interrupted one is never taken for whole.
func createCluster(ctx context.Context, c Config, bin string, who identity, lock *os.File) error {
	data, fresh := filepath.Join(c.Dir, "pg"), filepath.Join(c.Dir, "pg.init")
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err == nil {
		return nil
	}
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("removing an unfinished cluster: %w", err)
	}
	if err := fill(ctx, fresh, c, bin, who, lock); err != nil {
		return err
	}
	if err := os.Rename(fresh, data); err != nil {
		return fmt.Errorf("putting the new cluster in place: %w", err)
	}
	return nil
}

// fill makes a cluster, by copying an earlier one where that is allowed.
func fill(ctx context.Context, fresh string, c Config, bin string, who identity, lock *os.File) error {
	model := modelOf(c, bin, who)
	if model != "" && copyCluster(model, fresh) == nil {
		return nil
	}
	if err := errors.Join(os.RemoveAll(fresh), runInitdb(ctx, initdb(fresh, c, bin, who), lock)); err != nil {
		return err
	}
	if model != "" {
		keepModel(fresh, model)
	}
	return nil
}

func initdb(fresh string, c Config, bin string, who identity) *exec.Cmd {
	args := []string{"-D", fresh, "-U", Superuser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"}
	if !c.Durable {
		args = append(args, "--no-sync", "--wal-segsize=1")
	}
	return who.command(filepath.Join(bin, "initdb"), args...)
}

func runInitdb(ctx context.Context, cmd *exec.Cmd, lock *os.File) error {
	out, err := os.CreateTemp("", "vaatu-initdb-")
	if err != nil {
		return fmt.Errorf("making a file for what initdb says: %w", err)
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	cmd.ExtraFiles = []*os.File{lock}
	p, err := startProcess(cmd)
	if err != nil {
		return fmt.Errorf("starting initdb: %w", err)
	}
	select {
	case <-p.done:
	case <-ctx.Done():
		p.signal(syscall.SIGKILL)
		<-p.done
		return fmt.Errorf("creating a cluster: %w", ctx.Err())
	}
	if p.err != nil {
		return fmt.Errorf("creating a cluster: initdb: %w\n%s", p.err, tail(out.Name()))
	}
	return nil
}

// modelOf is where a fresh cluster of this PostgreSQL is kept, or nowhere. A
// durable cluster is always made anew, as its identifier should be its own.
func modelOf(c Config, bin string, who identity) string {
	info, err := os.Stat(filepath.Join(bin, "postgres"))
	if c.ModelDir == "" || c.Durable || who.credential != nil || err != nil {
		return ""
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s %d %d %d", bin, info.Size(), info.ModTime().UnixNano(), os.Geteuid()))
	return filepath.Join(c.ModelDir, fmt.Sprintf("cluster-%x", key[:8]))
}

// keepModel keeps a copy for the next time. It does not matter if it fails, or if
// another process was quicker.
func keepModel(fresh, model string) {
	if os.MkdirAll(filepath.Dir(model), 0o700) != nil {
		return
	}
	part, err := os.MkdirTemp(filepath.Dir(model), "part-")
	if err != nil {
		return
	}
	defer os.RemoveAll(part)
	whole := filepath.Join(part, "pg")
	if copyCluster(fresh, whole) == nil {
		_ = os.Rename(whole, model)
	}
}

func copyCluster(from, to string) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	return os.CopyFS(to, os.DirFS(from))
}
