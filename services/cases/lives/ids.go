package lives

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/cases"
)

// id answers a UUIDv7 of a moment, so that ids lie in the database in the order of their making.
func (s *source) id(at time.Time) string {
	var id uuid.UUID
	_, _ = s.bytes.Read(id[6:]) // never fails
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	copy(id[:6], ms[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}

// Case numbers have six free signs of 31 each.
const (
	signs   = 31
	numbers = signs * signs * signs * signs * signs * signs
	// stride has no divisor in common with numbers, so that every case gets a number of its own.
	stride = 104_729_011
)

// number answers the case number of the case with the index: each once, in no order that shows.
func number(index int) (string, error) {
	n := uint64(index) * stride % numbers //nolint:gosec // not negative
	var digits [6]byte
	for i := range digits {
		digits[i] = byte(n % signs)
		n /= signs
	}
	made, err := cases.NewNumber(bytes.NewReader(digits[:]))
	if err != nil {
		return "", fmt.Errorf("making a case number: %w", err)
	}
	return made, nil
}
