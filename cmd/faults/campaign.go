package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/vip-verkosto/vaatu/services"
)

// campaign is one run: a Vaatu, its database, the lines before and behind it, and the ledger.
type campaign struct {
	options

	out    io.Writer
	dice   *rand.Rand
	first  int // of the victims
	ledger *ledger

	dir            string
	db             *database
	vaatu          *program
	front, back    *line
	people         *people
	cuts, findings int
}

func campaignOf(o options, out io.Writer) *campaign {
	dice := rand.New(rand.NewPCG(o.Seed, 0))
	return &campaign{options: o, out: out, dice: dice, first: dice.IntN(len(victims)), ledger: newLedger()}
}

// run makes all rounds and answers how many findings there were. It leaves nothing running, and its folder only when
// there is something to look for.
func (c *campaign) run(ctx context.Context) (findings int, err error) {
	if c.dir, err = os.MkdirTemp("", "vaatu-faults-"); err != nil {
		return 0, fmt.Errorf("making a folder: %w", err)
	}
	defer func() {
		c.tearDown(ctx)
		if err == nil && c.findings == 0 {
			_ = os.RemoveAll(c.dir)
			return
		}
		fmt.Fprintln(c.out, "logs and data are kept in", c.dir)
	}()
	if err := c.setUp(ctx); err != nil {
		return c.findings, err
	}
	for n := 1; n <= c.Kills; n++ {
		if err := c.round(ctx, n); err != nil {
			return c.findings, err
		}
	}
	return c.findings, nil
}

// setUp starts everything and signs everybody in.
func (c *campaign) setUp(ctx context.Context) error {
	if err := c.startDatabase(ctx); err != nil {
		return err
	}
	var err error
	if c.back, err = newLine("database", "127.0.0.1:"+strconv.Itoa(c.db.config.Port)); err != nil {
		return err
	}
	if err := c.startVaatu(ctx); err != nil {
		return err
	}
	if c.front, err = newLine("front", strings.TrimPrefix(c.vaatu.base, "http://")); err != nil {
		return err
	}
	c.people, err = signIn(ctx, c.vaatu.base, "http://"+c.front.address())
	if err != nil || !c.db.lossy {
		return err
	}
	// From here on what is not flushed can be lost: with an orderly end all is.
	c.db.stop(ctx)
	if err := c.db.start(ctx); err != nil {
		return err
	}
	return c.vaatu.ready(ctx)
}

func (c *campaign) startDatabase(ctx context.Context) error {
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	c.db = &database{lossy: c.Fsync == "off", config: services.PrivateDatabaseConfig{
		Dir: filepath.Join(c.dir, "postgres"), BinDir: c.PostgresBin, Port: address.Port,
		Settings: map[string]string{"fsync": c.Fsync},
	}}
	return c.db.start(ctx)
}

// startVaatu starts `vaatu dev` on the database behind its line, always at the same address.
func (c *campaign) startVaatu(ctx context.Context) error {
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(c.dir, "vaatu.log"))
	if err != nil {
		return fmt.Errorf("making the log of vaatu: %w", err)
	}
	superuser := url.URL{Scheme: "postgres", User: url.User("postgres"), Host: c.back.address(), Path: "/postgres", RawQuery: "sslmode=disable"}
	c.vaatu = &program{binary: c.Vaatu, base: "http://" + address.String(), log: log, args: []string{
		"dev", "--http=" + address.String(), "--grpc=", "--data=" + filepath.Join(c.dir, "vaatu"), "--demo=0", "--postgres=" + superuser.String(),
	}}
	if err := c.vaatu.start(); err != nil {
		return err
	}
	return c.vaatu.ready(ctx)
}

// tearDown ends what runs.
func (c *campaign) tearDown(ctx context.Context) {
	if c.vaatu != nil {
		c.vaatu.kill()
		_ = c.vaatu.log.Close()
	}
	if c.db != nil {
		c.db.stop(ctx)
	}
	for _, l := range []*line{c.front, c.back} {
		if l != nil {
			l.close()
		}
	}
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress(ctx context.Context) (*net.TCPAddr, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("looking for a free port: %w", err)
	}
	defer l.Close()
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return nil, fmt.Errorf("the free port is at %s", l.Addr())
	}
	return address, nil
}
