// Package observe shows operators how the program does: metrics for Prometheus and Go's own profiles, on a listener of their
// own that only this machine can reach. Labels are routes, methods and codes, never ids.
package observe

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Observer counts and times what is served. New makes one.
type Observer struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	calls    *prometheus.HistogramVec
}

// New answers an observer with nothing seen yet.
func New() *Observer {
	seconds := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: name, Help: help, Buckets: prometheus.ExponentialBuckets(0.001, 2, 14),
		}, labels)
	}
	o := &Observer{
		registry: prometheus.NewRegistry(),
		requests: seconds("vaatu_http_request_seconds", "Time of a request of the web front.", "route", "status"),
		calls:    seconds("vaatu_rpc_seconds", "Time of a call of a service.", "method", "code"),
	}
	o.registry.MustRegister(o.requests, o.calls, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return o
}

// Request takes down one request of the web front; route is a pattern, never a path.
func (o *Observer) Request(route string, status int, took time.Duration) {
	o.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Call takes down one call of a service.
func (o *Observer) Call(method, code string, took time.Duration) {
	o.calls.WithLabelValues(method, code).Observe(took.Seconds())
}

// Listen opens the address, which must be this machine's alone: a profile shows what is in memory.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("reading the address of metrics and profiles: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("metrics and profiles at %s could be reached from elsewhere: name a loopback address", address)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listening for metrics and profiles: %w", err)
	}
	return l, nil
}

// Serve answers on the listener until ctx ends.
func (o *Observer) Serve(ctx context.Context, l net.Listener) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(o.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	select {
	case err := <-served:
		return fmt.Errorf("serving metrics and profiles: %w", err)
	case <-ctx.Done():
	}
	if err := server.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("closing metrics and profiles: %w", err)
	}
	return nil
}
