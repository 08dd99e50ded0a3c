package main

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"

	"github.com/vip-verkosto/vaatu/services"
)

// devDatabaseServer is the PostgreSQL of `vaatu dev`: a private one, or one that somebody else keeps.
type devDatabaseServer interface {
	// URL answers the address of a database for a role.
	URL(role, database string) string
	SuperuserURL() string
	Stop(ctx context.Context) error
}

// database starts the private PostgreSQL, or answers the one that was named.
func (d *devCommand) database(ctx context.Context) (devDatabaseServer, error) {
	if d.Postgres == "" {
		return services.StartPrivateDatabase(ctx, filepath.Join(d.Data, "postgres"), d.PostgresBin)
	}
	address, err := url.Parse(d.Postgres)
	if err != nil {
		return nil, fmt.Errorf("reading the address of PostgreSQL: %w", err)
	}
	return foreignServer{address}, nil
}

// foreignServer is a PostgreSQL that is not ours to start or stop. It trusts every role, as the private one does.
type foreignServer struct{ superuser *url.URL }

// URL answers the address of a database for a role.
func (f foreignServer) URL(role, database string) string {
	address := *f.superuser
	address.User, address.Path = url.User(role), "/"+database
	return address.String()
}

// SuperuserURL answers the address that was given.
func (f foreignServer) SuperuserURL() string { return f.superuser.String() }

// Stop leaves it running.
func (foreignServer) Stop(context.Context) error { return nil }
