package main

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services"
)

// keysetFlags say where the key-encryption key is.
type keysetFlags struct {
	Keyset string `env:"VAATU_KEYSET" help:"Key-encryption key: a keyset's file, or a key of OpenBao's or Vault's transit engine as hcvault://HOST:PORT/transit/keys/NAME." required:""`
	Token  string `env:"VAATU_KEYSET_TOKEN_FILE" help:"File of the token for the transit engine, read anew for each call." name:"keyset-token-file" type:"path"`
	CA     string `env:"VAATU_KEYSET_CA" help:"Authority of the transit engine's certificate; the system's when left out." name:"keyset-ca" type:"path"`
}

type keysetCommand struct {
	File string `arg:"" help:"File to make; it must not exist." type:"path"`
}

// Run makes a keyset.
func (k *keysetCommand) Run(c *console) error {
	if err := services.MakeKeyset(k.File); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Made %s. Keep it apart from the database and its backups: without it no text can be read.\n", k.File)
	return nil
}

// keysFlags are what an operator of keys needs.
type keysFlags struct {
	keysetFlags `embed:""`

	Database string `env:"VAATU_DATABASE_MIGRATOR" help:"Address of the database as vaatu_migrator." required:""`
}

func (k keysFlags) keys(c *console) services.Keys {
	return services.Keys{
		Database: k.Database, Keyset: k.Keyset, Token: k.Token, CA: k.CA,
		Say: func(format string, args ...any) { fmt.Fprintf(c.out, format+"\n", args...) },
	}
}

type rotateCommand struct {
	keysFlags `embed:""`

	Pause time.Duration `default:"0s" help:"How long to wait after each change of the keyset's file, until all machines have it; 0s where all read the same file."`
}

// Run rotates.
func (r *rotateCommand) Run(ctx context.Context, c *console) error {
	return r.keys(c).Rotate(ctx, r.Pause)
}

type keysStatusCommand struct {
	keysFlags `embed:""`
}

// Run tells how many data keys each key has wrapped.
func (k *keysStatusCommand) Run(ctx context.Context, c *console) error { return k.keys(c).Status(ctx) }

type retireCommand struct {
	keysFlags `embed:""`
}

// Run retires.
func (r *retireCommand) Run(ctx context.Context, c *console) error { return r.keys(c).Retire(ctx) }
