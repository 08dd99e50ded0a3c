package main

import (
	"fmt"

	"github.com/vip-verkosto/vaatu/services"
)

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
