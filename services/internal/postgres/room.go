package postgres

import (
	"errors"
	"slices"
)

const (
	// roomy is what a change of a case sends in one round trip, in bytes, rounded up.
	roomy = 8 << 10
	// manyStatements of a batch are worth it.
	manyStatements = 6
)

// room says nothing to the server: it makes place for a whole batch at once. pgx begins each with a kilobyte and lets it grow as
// it is written, which took a quarter of all memory of a filing.
type room struct{}

func (room) Frontend() {}

func (room) Encode(dst []byte) ([]byte, error) { return slices.Grow(dst, roomy), nil }

func (room) Decode([]byte) error { return errors.ErrUnsupported }
