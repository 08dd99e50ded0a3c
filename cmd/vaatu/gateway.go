package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/dev"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devidp"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devmail"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/observe"
	"github.com/vip-verkosto/vaatu/gateway"
	"github.com/vip-verkosto/vaatu/gateway/web"
	"github.com/vip-verkosto/vaatu/proto"
)

// gatewayCommand runs the web front of services that run elsewhere on the machine.
type gatewayCommand struct {
	HTTP         string `default:"127.0.0.1:8080" env:"VAATU_HTTP" help:"Where the web front listens." name:"http"`
	Upstream     string `default:"/run/vaatu" env:"VAATU_UPSTREAM" help:"Folder of the sockets that vaatu serve makes." type:"path"`
	PublicURL    string `env:"VAATU_PUBLIC_URL" help:"Where people find Vaatu, as https://vaatu.example; http on loopback only." name:"public-url" required:""`
	Issuer       string `env:"VAATU_OIDC_ISSUER" help:"OpenID provider." required:""`
	ClientID     string `env:"VAATU_OIDC_CLIENT_ID" help:"Our name at the provider." required:"" name:"client-id"`
	SecretFile   string `env:"VAATU_OIDC_SECRET_FILE" help:"File that holds our secret at the provider." required:"" type:"existingfile"`
	StateKeyFile string `env:"VAATU_STATE_KEY_FILE" help:"File with 32 bytes in base64 that replicas of the front share." type:"existingfile"`

	Observe string `env:"VAATU_OBSERVE" help:"Loopback address for metrics and profiles, as 127.0.0.1:9465; none when left out."`

	Rate float64 `default:"20" env:"VAATU_REQUESTS_A_SECOND" help:"Requests a second that one session may have for long, ten times as many at once; 0: any number." name:"requests-a-second"`
}

// Run serves until the context ends.
func (g *gatewayCommand) Run(ctx context.Context, c *console) error {
	if err := publicURL(g.PublicURL); err != nil {
		return fmt.Errorf("reading --public-url: %w", err)
	}
	secret, err := os.ReadFile(g.SecretFile)
	if err != nil {
		return fmt.Errorf("reading the provider's secret: %w", err)
	}
	key, err := stateKey(g.StateKeyFile)
	if err != nil {
		return err
	}
	watched := observe.New()
	//nolint:contextcheck // the front lives as long as the process
	front, err := gateway.New(gateway.Config{
		HTTP: g.HTTP, PublicURL: g.PublicURL, Services: socket(g.Upstream, "gateway"), Access: socket(g.Upstream, "access"),
		Providers: []gateway.Provider{{
			Name: "default", Issuer: g.Issuer, ClientID: g.ClientID, ClientSecret: strings.TrimSpace(string(secret)),
		}},
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

// devGateway is the front of `vaatu dev`, with the built-in provider and the mail catcher beside it.
func devGateway(c *console, listener net.Listener, base, sockets string, mails *devmail.Server) (*gateway.Gateway, error) {
	issuer := base + "/dev/op"
	personas := make([]devidp.Persona, len(dev.People))
	for i, p := range dev.People {
		personas[i] = devidp.Persona{Hint: p.Hint, Name: p.Name(), Role: p.Role, Claims: p.Claims()}
	}
	provider := devidp.New(issuer, devClient, devClient, []string{base + "/auth/callback"}, personas)
	return gateway.New(gateway.Config{
		Listener: listener, PublicURL: base, Services: socket(sockets, "gateway"), Access: socket(sockets, "access"),
		Providers: []gateway.Provider{{Name: "dev", Issuer: issuer, ClientID: devClient, ClientSecret: devClient}},
		Web:       web.Files(), OpenAPI: proto.OpenAPI, Logger: c.log,
		Extra: map[string]http.Handler{
			"/dev/op/": http.StripPrefix("/dev/op", provider), "/dev/mail": mails, "/dev/mail.json": mails,
		},
	})
}
