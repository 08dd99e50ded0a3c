package gateway

import (
	"context"
	"net/http"
	"time"

	"google.golang.org/grpc/health/grpc_health_v1"
)

// connect makes what the handlers stand on.
func (g *Gateway) connect() error {
	var err error
	if g.routes, err = readRoutes(contract); err != nil {
		return err
	}
	if g.web, err = newWeb(g.config.Web); err != nil {
		return err
	}
	g.signIn, err = g.newSignIn()
	return err
}

// build puts the handlers together, the outermost last.
func (g *Gateway) build() (http.Handler, error) {
	services, err := g.services()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", g.api(services))
	mux.HandleFunc("GET "+documentRoute, g.document)
	g.handleFiles(mux)
	g.handleWatch(mux)
	mux.Handle("/auth/login", methods(navigated(g.login), http.MethodGet))
	mux.Handle("/auth/callback", methods(navigated(g.callback), http.MethodGet))
	mux.Handle("/auth/logout", methods(g.logout, http.MethodPost))
	mux.Handle("/healthz", methods(healthz, http.MethodGet, http.MethodHead))
	mux.Handle("/readyz", methods(g.readyz, http.MethodGet, http.MethodHead))
	mux.Handle("/openapi.json", methods(g.openAPI, http.MethodGet, http.MethodHead))
	notFound := func(w http.ResponseWriter, r *http.Request) { writeProblem(w, r, refusal{reason: reasonNotFound}) }
	for _, closed := range []string{"/v1", "/auth/", "/dev/"} {
		if _, open := g.config.Extra[closed]; !open {
			mux.HandleFunc(closed, notFound)
		}
	}
	for pattern, handler := range g.config.Extra {
		mux.Handle(pattern, handler)
	}
	mux.Handle("/", methods(g.page, http.MethodGet, http.MethodHead))
	var h http.Handler = mux
	for _, outer := range []func(http.Handler) http.Handler{
		g.ownOrigin,       // before any handler changes anything
		cleanAddress,      // nothing below sees a broken address
		g.securityHeaders, // on refusals too
		g.recovery,        // nothing below may end the process
		g.follow,          // first of all: the id stands in every answer, and the log sees the final status
	} {
		h = outer(h)
	}
	return h, nil
}

func healthz(w http.ResponseWriter, _ *http.Request) { writeText(w, http.StatusOK, "ok") }

// readyDeadline bounds the question whether Vaatu is ready.
const readyDeadline = 2 * time.Second

// readyz answers 200 when a request can be filed: every door of the services says that it is.
func (g *Gateway) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(outgoing(r.Context()), readyDeadline)
	defer cancel()
	for _, door := range g.conns {
		said, err := grpc_health_v1.NewHealthClient(door).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
		if err == nil && said.GetStatus() == grpc_health_v1.HealthCheckResponse_SERVING {
			continue
		}
		g.log.WarnContext(ctx, "not ready", "request", callOf(ctx).id, "door", door.Target(), "status", said.GetStatus().String(), "error", err)
		w.Header().Set("Retry-After", retryAfter)
		writeText(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	writeText(w, http.StatusOK, "ready")
}

func (g *Gateway) openAPI(w http.ResponseWriter, r *http.Request) {
	if len(g.config.OpenAPI) == 0 {
		writeProblem(w, r, refusal{reason: reasonNotFound})
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(g.config.OpenAPI) // whoever has hung up gets nothing
}

func writeText(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // whoever has hung up gets nothing
}
