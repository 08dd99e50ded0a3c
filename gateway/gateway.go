// Package gateway is the front of Vaatu: the JSON interface over the services' gRPC, sign-in and the session cookie, problem
// documents, the web application, and gRPC for programs with access tokens. It promises that nothing of a request reaches a
// service but what is listed in metadata.go, that no cause of a failure reaches a client, and that every refusal is a problem
// document in the reader's language.
package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

// Config of a gateway.
type Config struct {
	// HTTP is the address to listen on; port 0 takes a free one.
	HTTP string
	// Listener is used instead of HTTP by a caller that must know the port beforehand.
	Listener net.Listener
	// PublicURL is where people find Vaatu; empty: the address listened on. With https cookies are Secure.
	PublicURL string
	// Services and Access are the gRPC targets of the services' front door and of the sessions' door.
	Services string
	Access   string
	// Upstream is how both are reached over a network; not needed for sockets of this machine.
	Upstream *tls.Config
	// GRPC is where machines call by gRPC, with access tokens; nil: nowhere. GRPCTLS is needed beyond loopback.
	GRPC    net.Listener
	GRPCTLS *tls.Config
	// Reflection tells whoever asks there what can be called: for development.
	Reflection bool
	// Proxies stand in front of the gateway; none: each client connects itself.
	Proxies Proxies
	// Providers sign people in; the first one unless the sign-in names another.
	Providers []Provider
	// StateKey seals sign-ins under way. Replicas share it; empty: a key of this process.
	StateKey []byte
	// Observe is told of each request that was served, by the pattern of its route; nil: nobody is.
	Observe func(route string, status int, took time.Duration)
	// RequestsASecond that one session may have for long, ten times as many at once; 0: any number.
	RequestsASecond float64
	// Web is the built web application, index.html at its top.
	Web fs.FS
	// OpenAPI is the document of the interface.
	OpenAPI []byte
	// Extra handlers by http.ServeMux pattern without a method, for development.
	Extra  map[string]http.Handler
	Logger *slog.Logger
	// patience is how long a call of a machine may take, also to send its message; 0: callDeadline.
	patience time.Duration
	// Now is the clock; nil: the real one.
	Now func() time.Time
}

// grace is how long running requests may take when the process ends.
const grace = 10 * time.Second

// Gateway serves HTTP, and gRPC where it is told to.
type Gateway struct {
	config   Config
	log      *slog.Logger
	now      func() time.Time
	public   *url.URL // settled by New or Listen
	foreign  *http.CrossOriginProtection
	listener net.Listener
	handler  http.Handler
	conns    []*grpc.ClientConn // to the doors of the services
	front    *grpc.ClientConn   // the one of people and machines
	passes   open
	signIn   *signIn
	web      *web
	routes   routes
	limits   *limiter
	visitors *visitors
	// streams ends the streams of browsers, which would outlast every other request; Run and Close call endStreams.
	streams    context.Context //nolint:containedctx // it is what they wait for
	endStreams context.CancelFunc
}

// New answers a gateway. It dials nothing yet. A missing setting is an error that names it.
func New(c Config) (*Gateway, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if c.patience == 0 {
		c.patience = callDeadline
	}
	g := &Gateway{config: c, log: c.Logger, now: c.Now, foreign: http.NewCrossOriginProtection(), listener: c.Listener, passes: readOpen()}
	if g.now == nil {
		g.now = time.Now
	}
	g.limits = newLimiter(c.RequestsASecond, int(c.RequestsASecond*burstSeconds), g.now)
	g.visitors = newVisitors(g.now)
	g.streams, g.endStreams = context.WithCancel(context.Background())
	if c.PublicURL != "" {
		if err := g.settle(c.PublicURL); err != nil {
			return nil, err
		}
	} else if c.Listener != nil {
		if err := g.settle(addressURL(c.Listener.Addr())); err != nil {
			return nil, err
		}
	}
	if err := g.connect(); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	var err error
	if g.handler, err = g.build(); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

func (c Config) check() error {
	for _, setting := range []struct {
		name    string
		present bool
	}{
		{"HTTP", c.HTTP != "" || c.Listener != nil},
		{"Services", c.Services != ""},
		{"Access", c.Access != ""},
		{"Providers", len(c.Providers) > 0},
		{"Logger", c.Logger != nil},
	} {
		if !setting.present {
			return fmt.Errorf("the gateway's setting %s is missing", setting.name)
		}
	}
	for _, p := range c.Providers {
		if p.Name == "" || p.Issuer == "" || p.ClientID == "" {
			return fmt.Errorf("provider %q lacks a name, an issuer or a client id", p.Name)
		}
	}
	return nil
}

// settle fixes the public address.
func (g *Gateway) settle(address string) error {
	public, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("reading the public URL: %w", err)
	}
	if (public.Scheme != "http" && public.Scheme != "https") || public.Host == "" || (public.Path != "" && public.Path != "/") {
		return fmt.Errorf("the public URL %q must be http(s)://host without a path", address)
	}
	public.Path = ""
	if err := g.foreign.AddTrustedOrigin(public.String()); err != nil {
		return fmt.Errorf("trusting our own origin: %w", err)
	}
	g.public = public
	return nil
}

// addressURL is the URL of an address listened on; one that takes any host is reached by loopback.
func addressURL(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "http://" + addr.String()
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Listen opens the address. Run does it too when it was not done before.
func (g *Gateway) Listen(ctx context.Context) error {
	if g.listener == nil {
		var lc net.ListenConfig
		l, err := lc.Listen(ctx, "tcp", g.config.HTTP)
		if err != nil {
			return fmt.Errorf("listening for HTTP: %w", err)
		}
		g.listener = l
	}
	if g.public == nil {
		return g.settle(addressURL(g.listener.Addr()))
	}
	return nil
}

// Addr is the address listened on; empty before Listen.
func (g *Gateway) Addr() string {
	if g.listener == nil {
		return ""
	}
	return g.listener.Addr().String()
}

// PublicURL is where people find Vaatu, without a slash at its end; empty when it is not known before Listen.
func (g *Gateway) PublicURL() string {
	if g.public == nil {
		return ""
	}
	return g.public.String()
}

// Handler is all of the gateway, for a server of the caller's own. The public URL must be known.
func (g *Gateway) Handler() http.Handler { return g.handler }

// secure tells whether people come by https.
func (g *Gateway) secure() bool { return g.public != nil && g.public.Scheme == "https" }

// Run serves until ctx ends, then lets running requests finish.
func (g *Gateway) Run(ctx context.Context) error {
	if err := g.Listen(ctx); err != nil {
		return err
	}
	server := &http.Server{
		Handler:           g.handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(g.log.Handler(), slog.LevelDebug),
	}
	server.RegisterOnShutdown(g.endStreams)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(g.listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serving HTTP: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		err := server.Shutdown(stop)
		if errors.Is(err, context.DeadlineExceeded) {
			err = server.Close()
		}
		return err
	})
	if g.config.GRPC != nil {
		group.Go(func() error { return g.serveGRPC(ctx) })
	}
	return errors.Join(group.Wait(), g.Close())
}

// Close ends the connections to the services. Run does it at its end.
func (g *Gateway) Close() error {
	g.endStreams()
	var failed error
	for _, c := range g.conns {
		failed = errors.Join(failed, c.Close())
	}
	g.conns = nil
	return failed
}
