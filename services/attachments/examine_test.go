package attachments

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/clamav"
)

func TestAScannerThatHangsLeavesTimeToKeepTheFile(t *testing.T) {
	t.Parallel()
	socket := filepath.Join(t.TempDir(), "clamd.sock")
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", socket) // it takes all, and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	scanner, err := clamav.Parse("unix://" + socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), keepTime+100*time.Millisecond)
	defer cancel()
	state := NewExaminer(scanner, false, slog.New(slog.DiscardHandler)).scan(ctx, strings.NewReader("x"))
	if state != cases.PendingScan || ctx.Err() != nil {
		t.Errorf("the file is %s, and of the call is left: %v", state, ctx.Err())
	}
}
