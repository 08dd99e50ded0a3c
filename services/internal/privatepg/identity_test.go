package privatepg

import (
	"context"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"
)

// Where root may not make a user namespace the server runs as the user postgres,
// and from then on the files decide.
func TestRootRunsAClusterOfTheUserPostgres(t *testing.T) {
	t.Parallel()
	found, err := user.Lookup("postgres")
	if os.Geteuid() != 0 || err != nil {
		t.Skip("only root, beside a user postgres, can run a server as that user")
	}
	dir, err := os.MkdirTemp("", "vaatu-test-") // t.TempDir lies in a folder of root's
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	first, err := startAsPostgres(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	second, err := Start(t.Context(), Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if owner, _ := ownerOf(filepath.Join(dir, "pg", "postmaster.pid")); strconv.Itoa(owner) != found.Uid {
		t.Errorf("the running server's files belong to %d; want %s", owner, found.Uid)
	}
	if err := second.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

func startAsPostgres(t *testing.T, dir string) (*Server, error) {
	t.Helper()
	bin, err := FindBin("", "")
	if err != nil {
		return nil, err
	}
	who, err := credentialOf(0, false)
	if err != nil {
		return nil, err
	}
	if err := who.own(dir); err != nil {
		return nil, err
	}
	lock, err := takeLock(t.Context(), filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	return startAs(t.Context(), Config{Dir: dir}, bin, who, lock)
}
