package directory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

const (
	// maxRegisterSize bounds a file; the whole country is about a fifth of it.
	maxRegisterSize = 256 << 20
	// rowsPerStatement keeps each statement well below the timeout.
	rowsPerStatement = 1000
)

var errRegisterTooLarge = errors.New("the register file is larger than 256 MiB")

// Import brings providers and schools up to date with a file of the organisation register, in one transaction: all of
// it or nothing. A broken file is a *MalformedError and changes nothing. Organisations that the file does not mention
// stay as they are; closed ones are kept and marked. The same file again changes nothing and writes nothing. Two
// imports at once run one after the other. Schools are open or closed as of now.
func Import(ctx context.Context, db *postgres.DB, r io.Reader, now time.Time) (Summary, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxRegisterSize+1))
	if err != nil {
		return Summary{}, fmt.Errorf("reading the register file: %w", err)
	}
	if len(data) > maxRegisterSize {
		return Summary{}, errRegisterTooLarge
	}
	register, err := ParseRegister(data, now)
	if err != nil {
		return Summary{}, err
	}
	summary := Summary{Read: register.Read, Skipped: register.Skipped}
	err = db.Write(ctx, func(tx *postgres.Tx) error {
		var err error
		summary.Providers, summary.Schools, err = writeRegister(ctx, tx, register, now)
		return err
	})
	if err != nil {
		return Summary{}, fmt.Errorf("importing the register: %w", err)
	}
	return summary, nil
}

// writeRegister makes two round trips: what is there, and what changes.
func writeRegister(ctx context.Context, tx *postgres.Tx, register Register, now time.Time) (p, s Counts, err error) {
	var oldProviders []providerRow
	var oldSchools []schoolRow
	tx.Queue(`SELECT pg_advisory_xact_lock(hashtextextended('directory.import', 0))`)
	postgres.Rows(tx, &oldProviders, storedProviders)
	postgres.Rows(tx, &oldSchools, storedSchools)
	if err := tx.Flush(ctx); err != nil {
		return p, s, err
	}
	providers, err := planWrites(byOID(oldProviders, providerRow.stored), register.Providers)
	if err != nil {
		return p, s, err
	}
	schools, err := planWrites(byOID(oldSchools, schoolRow.stored), register.Schools)
	if err != nil {
		return p, s, err
	}
	for chunk := range slices.Chunk(providers.Writes, rowsPerStatement) {
		tx.Queue(writeProviders, append(columns(chunk, providerColumns), now)...)
	}
	for chunk := range slices.Chunk(schools.Writes, rowsPerStatement) {
		tx.Queue(writeSchools, append(columns(chunk, schoolColumns(providers.IDs, schools.IDs)), now)...)
	}
	return providers.Counts, schools.Counts, nil
}

func byOID[R any, T organisationRecord[T]](rows []R, convert func(R) stored[T]) map[string]stored[T] {
	found := make(map[string]stored[T], len(rows))
	for _, row := range rows {
		s := convert(row)
		found[s.Last.oid()] = s
	}
	return found
}

// columns turns rows into one array for each column, as unnest wants them.
func columns[T any](rows []write[T], cells func(write[T]) []string) []any {
	var arrays [][]string
	for _, row := range rows {
		for i, cell := range cells(row) {
			if i == len(arrays) {
				arrays = append(arrays, make([]string, 0, len(rows)))
			}
			arrays[i] = append(arrays[i], cell)
		}
	}
	args := make([]any, len(arrays))
	for i, array := range arrays {
		args[i] = array
	}
	return args
}
