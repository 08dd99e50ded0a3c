package cases

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Filing is a request to be filed. The caller has been authorised for the school.
type Filing struct {
	Grant   permission.Grant
	Command File
	// Key is the case's data key: a new one with Wrapped, or the draft's without.
	Key     vault.Key
	Wrapped []byte
	Content Content
	// Guards queue statements on other tables before the filing; one that fails refuses it.
	Guards []func(tx *postgres.Tx)
	// Permits are recorded with it, by whoever files.
	Permits []RecordPermit
	// After does in the same transaction what follows from it; nil: nothing does.
	After func(ctx context.Context, tx *postgres.Tx, filed Case) error
}

// File makes a case of a request, in one round trip. That the key was used before, or that a guard refuses, the database says:
// nobody looks first.
func (s *Store) File(ctx context.Context, call Call, f Filing) (Result, error) {
	look := false
	return again(func() (Result, error) {
		r, err := s.fileOnce(ctx, call, f, look)
		look = true
		return r, err
	})
}

func (s *Store) fileOnce(ctx context.Context, call Call, f Filing, look bool) (Result, error) {
	var result Result
	err := s.DB.Write(as(ctx, call.Principal), func(tx *postgres.Tx) error {
		if look {
			resource, used, err := call.Once.Look(ctx, tx, call.Principal.PersonID)
			if err != nil || used {
				result = Result{ResourceID: resource, Replayed: used}
				return err
			}
		}
		at := s.now()
		call.Once.Record(tx, call.Principal.PersonID, at) // first: a repetition hears of the filing, not of what it has changed
		for _, guard := range f.Guards {
			guard(tx)
		}
		var err error
		result = Result{ResourceID: f.Command.CaseID}
		result.Case, err = s.file(ctx, tx, call, f, at)
		return err
	})
	return result, err
}

func (s *Store) file(ctx context.Context, tx *postgres.Tx, call Call, f Filing, at time.Time) (Case, error) {
	number, err := NewNumber(rand.Reader)
	if err != nil {
		return Case{}, fmt.Errorf("making a case number: %w", err)
	}
	f.Command.Number = number
	meta := Meta{By: byGrant(call.Principal, f.Grant), At: at, RequestID: call.RequestID}
	tx.Queue("SELECT access.open_new_case($1, $2)", f.Command.CaseID, f.Command.Facts.SchoolID)
	if f.Wrapped != nil {
		tx.Queue("INSERT INTO case_keys (id, writer_id, wrapped, create_time) VALUES ($1, $2, $3, $4)",
			f.Command.CaseID, call.Principal.PersonID, f.Wrapped, meta.At)
	}
	key := func() (vault.Key, error) { return f.Key, nil }
	c, err := s.carryOut(ctx, tx, change{cmd: f.Command, meta: meta, key: key, content: []Content{f.Content}})
	for _, p := range f.Permits {
		if err != nil {
			return Case{}, err
		}
		meta.At = s.after(c.lastTime())
		c, err = s.carryOut(ctx, tx, change{before: c, cmd: p, meta: meta})
	}
	if err == nil && f.After != nil {
		err = f.After(ctx, tx, c)
	}
	return c, err
}
