package services

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/rpc"
)

// Config says what to run and on what. A missing setting fails New and names itself.
type Config struct {
	// Services to run, by their names in the catalog and "notify"; empty: all.
	Services []string
	// Sockets is the folder where the doors are made: gateway.sock, internal.sock, access.sock.
	Sockets string
	// Peer is the address of the process that runs what this one does not: its inside door as unix:///…, or HOST:PORT over a
	// network; empty: everything is here.
	Peer string
	// Listen is where gateways and peers on other machines come in, HOST:PORT; empty: nowhere.
	Listen string
	// TLS holds the own certificate and the authority of the others, for Listen and for a peer over a network. GatewayName
	// and ServicesName are the DNS names in the certificates of gateways and of services.
	TLS                       *tls.Config
	GatewayName, ServicesName string

	// DatabaseApp, DatabaseAuth and DatabaseWorker connect as vaatu_app, vaatu_auth and vaatu_worker.
	DatabaseApp    string
	DatabaseAuth   string
	DatabaseWorker string
	// MaxConns bounds the application's pool; 0: 16.
	MaxConns int32
	// Dial opens the connections of the application's pool; nil: the ordinary way. Tests count round trips with it.
	Dial pgconn.DialFunc

	// Keyset is the file of the key-encryption keyset, or the address of a key in a key management service: then KeysetToken
	// is the file of what lets us in there, and KeysetCA the authority of its certificate, the system's when empty.
	Keyset, KeysetToken, KeysetCA string
	// CreateKeyset makes it when missing: for development only.
	CreateKeyset bool

	// SMTP is the mail server, host:port; MailTLS demands STARTTLS. Needed where notify runs, as are the two below.
	SMTP     string
	MailTLS  bool
	MailFrom string
	// BaseURL is where people find Vaatu, for links in mails.
	BaseURL string
	// FeedbackTo is told by mail that there is feedback on accessibility to answer; empty: it stands in the list only.
	FeedbackTo string

	// AuditHeads is the file that gets a line for each seal of the audit; AuditMailTo the address to which the first head of
	// each day goes. Each may be empty; they belong outside, where notify runs.
	AuditHeads, AuditMailTo string

	// Retention is the operator's file of retention periods; empty: nothing is erased by itself.
	Retention string

	// Targets is the operator's file of targets in working days, and Breaks that of the breaks of schools and actors; empty: the
	// targets that are shipped, and no breaks but the common ones.
	Targets, Breaks string

	// Clamd is where ClamAV's daemon looks at attachments, as unix:///PATH or tcp://HOST:PORT; empty: none does. Unscanned says
	// what becomes of files that none has looked at: "allow" lets them be read, "refuse", as empty, leaves them in quarantine.
	Clamd, Unscanned string

	// MostSessions that one person has at a time; 0: five. Personas of a demonstration are used by many at once.
	MostSessions int

	// Observe is told of each call that was answered; nil: nobody is.
	Observe func(method, code string, took time.Duration)

	// Logger; nil: nothing is logged.
	Logger *slog.Logger
	// Now is the clock; nil: the real one.
	Now func() time.Time

	// believe is what the permissions take for the principal of a session: tests take the first wall away with it.
	believe func(permission.Principal) permission.Principal
	// beat is the time between two hints to whoever watches; 0: events.Beat. Tests do not wait so long.
	beat time.Duration
}

// liveEvents is the service for whose watchers the database is listened to.
const liveEvents = "events"

// jobs is the name under which the working of jobs is switched on: it has no door.
const jobs = "notify"

// What may become of files that no scanner has looked at.
const (
	allow  = "allow"
	refuse = "refuse"
)

func (c *Config) check() error {
	all := []string{jobs}
	for _, e := range catalog {
		all = append(all, e.name)
	}
	if len(c.Services) == 0 {
		c.Services = all
	}
	for _, name := range c.Services {
		if !slices.Contains(all, name) {
			return fmt.Errorf("there is no service %q; there are %s", name, strings.Join(all, ", "))
		}
	}
	for _, e := range catalog {
		for _, need := range e.needs {
			if c.runs(e.name) && !c.runs(need) && c.Peer == "" {
				return fmt.Errorf("service %s calls %s, which does not run here: name the process that runs it with --peer", e.name, need)
			}
		}
	}
	return c.checkSettings()
}

func (c *Config) checkSettings() error {
	for _, s := range []struct {
		name, value string
		needed      bool
	}{
		{"sockets", c.Sockets, true},
		{"database-app", c.DatabaseApp, true},
		{"database-auth", c.DatabaseAuth, true},
		{"database-worker", c.DatabaseWorker, true},
		{"keyset", c.Keyset, true},
		{"smtp", c.SMTP, c.runs(jobs)},
		{"mail-from", c.MailFrom, c.runs(jobs)},
		{"base-url", c.BaseURL, c.runs(jobs)},
	} {
		if s.needed && s.value == "" {
			return fmt.Errorf("the setting %s is missing", s.name)
		}
	}
	if c.Unscanned != "" && c.Unscanned != allow && c.Unscanned != refuse {
		return fmt.Errorf("the setting unscanned is neither %s nor %s: %q", allow, refuse, c.Unscanned)
	}
	if _, err := address.Parse("feedback-to", c.FeedbackTo); err != nil && c.FeedbackTo != "" {
		return fmt.Errorf("the setting feedback-to is no address: %q", c.FeedbackTo)
	}
	return nil
}

// tls is how other machines are met; nil: not at all.
func (c *Config) tls() *rpc.TLS {
	if c.TLS == nil {
		return nil
	}
	return &rpc.TLS{Config: c.TLS, Gateway: c.GatewayName, Services: c.ServicesName}
}

func (c *Config) runs(name string) bool { return slices.Contains(c.Services, name) }
