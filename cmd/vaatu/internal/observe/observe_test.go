package observe_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/observe"
)

func TestMetricsAndProfilesAreShownOnThisMachineAlone(t *testing.T) {
	t.Parallel()
	for _, address := range []string{":9464", "0.0.0.0:9464", "192.0.2.1:9464", "[::]:9464", "example.fi:9464", "9464"} {
		if l, err := observe.Listen(t.Context(), address); err == nil {
			_ = l.Close()
			t.Errorf("%s is listened on", address)
		}
	}
	l, err := observe.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := observe.New()
	o.Request("GET /v1/cases/{case_id}", 200, 3*time.Millisecond)
	o.Call("/vaatu.casework.v1.CaseworkService/GetCase", "OK", time.Millisecond)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- o.Serve(ctx, l) }()
	for path, want := range map[string]string{
		"/metrics":      `vaatu_http_request_seconds_count{route="GET /v1/cases/{case_id}",status="200"} 1`,
		"/debug/pprof/": "goroutine",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+l.Addr().String()+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := (&http.Client{Timeout: time.Minute}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s shows %.500s, %v; want %s", path, text, err, want)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
