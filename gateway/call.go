package gateway

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"
)

// call is what the gateway knows of the request that it serves.
type call struct {
	id       string
	language string
	// origin is the address of the client, for the audit; it goes into no log.
	origin string
	// route is a pattern, never a path: paths hold ids.
	route string
	// found is the route of the JSON interface, when it is one.
	found *route
	// metadata is all that the services get to know beside the message.
	metadata metadata.MD
	// machine sent the request, where it came with an access token.
	machine *machine
}

type callKey struct{}

// callOf answers the call that follow has begun.
func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return &call{language: finnish}
}

// follow gives each request an id and a language, and writes one line about it when it has been served: ids, route,
// status and time, never a query, a body or a cookie.
func (g *Gateway) follow(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		c := &call{id: uuid.Must(uuid.NewV7()).String(), language: languageFor(r.Header)}
		c.origin = g.config.Proxies.origin(r.RemoteAddr, r.Header.Values("X-Forwarded-For"))
		ctx := context.WithValue(r.Context(), callKey{}, c)
		r = r.WithContext(ctx)
		w.Header().Set("X-Request-ID", c.id)
		seen := &statusWriter{ResponseWriter: w}
		next.ServeHTTP(seen, r)
		if c.route == "" {
			c.route = r.Pattern
		}
		if g.config.Observe != nil {
			g.config.Observe(c.route, seen.status(), time.Since(began))
		}
		g.log.LogAttrs(ctx, slog.LevelInfo, "http", slog.String("request", c.id), slog.String("method", knownMethod(r.Method)),
			slog.String("route", c.route), slog.Int("status", seen.status()),
			slog.Float64("ms", float64(time.Since(began).Microseconds())/1000))
	})
}

// knownMethod answers a method that has a meaning; another is what a client made up, of any length, and stays out of the log.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recovery answers 500 after a panic; where the answer has begun already the connection is cut.
func (g *Gateway) recovery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				g.recovered(w, r, p)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func (g *Gateway) recovered(w http.ResponseWriter, r *http.Request, p any) {
	if p == http.ErrAbortHandler { //nolint:errorlint // the value itself is thrown
		panic(p)
	}
	g.log.ErrorContext(r.Context(), "panic", "request", callOf(r.Context()).id, "panic", fmt.Sprint(p),
		"stack", string(debug.Stack()))
	if s, ok := w.(*statusWriter); ok && s.code != 0 {
		panic(http.ErrAbortHandler)
	}
	writeProblem(w, r, refusal{reason: reasonInternal})
}

// statusWriter remembers the status.
type statusWriter struct {
	http.ResponseWriter

	code int
}

func (s *statusWriter) WriteHeader(code int) {
	if s.code == 0 {
		s.code = code
	}
	s.ResponseWriter.WriteHeader(code)
}

func (s *statusWriter) Write(b []byte) (int, error) {
	if s.code == 0 {
		s.code = http.StatusOK
	}
	return s.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (s *statusWriter) status() int {
	if s.code == 0 {
		return http.StatusOK
	}
	return s.code
}
