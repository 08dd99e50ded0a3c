package main

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/dev"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/certs"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devidp"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devmail"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/observe"
	"github.com/vip-verkosto/vaatu/gateway"
	"github.com/vip-verkosto/vaatu/gateway/web"
	"github.com/vip-verkosto/vaatu/proto"
)

// gatewayCommand runs the web front of services that run elsewhere.
type gatewayCommand struct {
	tlsFlags      `embed:""`
	providerFlags `embed:""`

	HTTP         string `default:"127.0.0.1:8080" env:"VAATU_HTTP" help:"Where the web front listens." name:"http"`
	Upstream     string `default:"/run/vaatu" env:"VAATU_UPSTREAM" help:"Where vaatu serve is: the folder of its sockets, or HOST:PORT where it has --listen."`
	PublicURL    string `env:"VAATU_PUBLIC_URL" help:"Where people find Vaatu, as https://vaatu.example; http on loopback only." name:"public-url" required:""`
	StateKeyFile string `env:"VAATU_STATE_KEY_FILE" help:"File with 32 bytes in base64 that replicas of the front share." type:"existingfile"`

	GRPC     string `env:"VAATU_GRPC" help:"HOST:PORT where programs call by gRPC with access tokens; nowhere when left out. Beyond loopback it needs a certificate." name:"grpc"`
	GRPCCert string `env:"VAATU_GRPC_CERT" help:"Certificate of that port; read again when it changes." name:"grpc-cert" type:"existingfile"`
	GRPCKey  string `env:"VAATU_GRPC_KEY" help:"Key of that certificate." name:"grpc-key" type:"existingfile"`

	Observe string `env:"VAATU_OBSERVE" help:"Loopback address for metrics and profiles, as 127.0.0.1:9465; none when left out."`

	Proxies []string `env:"VAATU_TRUSTED_PROXIES" help:"Networks of the proxies in front, as 10.0.0.0/8: what they say of where a request came from goes into the audit." name:"trusted-proxies"`

	Rate float64 `default:"20" env:"VAATU_REQUESTS_A_SECOND" help:"Requests a second that one session may have for long, ten times as many at once; 0: any number." name:"requests-a-second"`
}

// Run serves until the context ends.
func (g *gatewayCommand) Run(ctx context.Context, c *console) error {
	if err := publicURL(g.PublicURL); err != nil {
		return fmt.Errorf("reading --public-url: %w", err)
	}
	providers, err := g.read()
	if err != nil {
		return err
	}
	key, err := stateKey(g.StateKeyFile)
	if err != nil {
		return err
	}
	services, sessions, err := g.upstream()
	if err != nil {
		return err
	}
	upstream, err := g.config(!strings.HasPrefix(services, "unix:"))
	if err != nil {
		return err
	}
	if upstream != nil {
		upstream.ServerName = g.Services
	}
	proxies, err := gateway.ParseProxies(g.Proxies)
	if err != nil {
		return fmt.Errorf("reading --trusted-proxies: %w", err)
	}
	machines, machinesTLS, err := g.listenGRPC(ctx)
	if err != nil {
		return err
	}
	watched := observe.New()
	//nolint:contextcheck // the front lives as long as the process
	front, err := gateway.New(gateway.Config{
		HTTP: g.HTTP, PublicURL: g.PublicURL, Services: services, Access: sessions, Upstream: upstream,
		Providers: providers, Proxies: proxies,
		GRPC: machines, GRPCTLS: machinesTLS,
		Observe: watched.Request, RequestsASecond: g.Rate, StateKey: key, Web: web.Files(), OpenAPI: proto.OpenAPI, Logger: c.log,
	})
	if err != nil {
		return err
	}
	if err := front.Listen(ctx); err != nil {
		return err
	}
	fmt.Fprintln(c.out, "Vaatu's front is at", front.PublicURL())
	return besides(ctx, watched, g.Observe, front.Run)
}

// upstream answers the targets of the services and of the sessions: over a network they are one.
func (g *gatewayCommand) upstream() (services, sessions string, err error) {
	if _, _, err := net.SplitHostPort(g.Upstream); err == nil && !strings.Contains(g.Upstream, "/") {
		return g.Upstream, g.Upstream, nil
	}
	dir, err := filepath.Abs(g.Upstream)
	if err != nil {
		return "", "", fmt.Errorf("reading --upstream: %w", err)
	}
	return socket(dir, "gateway"), socket(dir, "access"), nil
}

// listenGRPC opens the port for programs, if there is to be one.
func (g *gatewayCommand) listenGRPC(ctx context.Context) (net.Listener, *tls.Config, error) {
	if g.GRPC == "" {
		return nil, nil, nil
	}
	host, _, err := net.SplitHostPort(g.GRPC)
	var shown *tls.Config
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("reading --grpc: %w", err)
	case g.GRPCCert != "" && g.GRPCKey != "":
		if shown, err = certs.Server(g.GRPCCert, g.GRPCKey); err != nil {
			return nil, nil, err
		}
	case g.GRPCCert != "" || g.GRPCKey != "" || !loopback(host):
		return nil, nil, fmt.Errorf("--grpc=%s: access tokens would travel in clear; give --grpc-cert and --grpc-key", g.GRPC)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", g.GRPC)
	if err != nil {
		return nil, nil, fmt.Errorf("listening for gRPC: %w", err)
	}
	return l, shown, nil
}

// publicURL refuses an address by which cookies and links would travel in clear: all but https, and http on loopback.
func publicURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return fmt.Errorf("%q is not an address such as https://vaatu.example", address)
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return nil
	}
	return fmt.Errorf("%s must begin with https: only on loopback nobody listens in", address)
}

// loopback tells whether a host is this machine.
func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

func stateKey(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the state key: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("the state key in %s is not 32 bytes in base64", file)
	}
	return key, nil
}

// socket is the address of a door of the services.
func socket(dir, door string) string { return "unix://" + filepath.Join(dir, door+".sock") }

// devClient is our name at the built-in provider; it guards nothing.
const devClient = "vaatu-dev"

// front is that of `vaatu dev`, with the built-in provider and the mail catcher beside it.
func (d *devCommand) front(ctx context.Context, c *console, listener net.Listener, base, sockets string, mails *devmail.Server) (*gateway.Gateway, error) {
	machines, err := d.listenGRPC(ctx, c)
	if err != nil {
		return nil, err
	}
	issuer := base + "/dev/op"
	personas := make([]devidp.Persona, len(dev.People))
	for i, p := range dev.People {
		personas[i] = devidp.Persona{Hint: p.Hint, Name: p.Name(), Role: p.Role, Claims: p.Claims()}
	}
	provider := devidp.New(issuer, devClient, devClient, []string{base + "/auth/callback"}, personas)
	return gateway.New(gateway.Config{ //nolint:contextcheck // the front lives as long as the process
		Listener: listener, PublicURL: base, GRPC: machines, Reflection: true, Services: socket(sockets, "gateway"), Access: socket(sockets, "access"),
		Providers: []gateway.Provider{{Name: "dev", Issuer: issuer, ClientID: devClient, ClientSecret: devClient, SchoolRoles: true}},
		Web:       web.Files(), OpenAPI: proto.OpenAPI, Logger: c.log,
		Extra: map[string]http.Handler{
			"/dev/op/": http.StripPrefix("/dev/op", provider), "/dev/mail": mails, "/dev/mail.json": mails,
		},
	})
}
