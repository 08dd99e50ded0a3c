package lives

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Plan says how many lives are made. The same plan gives the same lives, keys aside.
type Plan struct {
	World World
	Vault *vault.Vault
	// Cases in all, and how many of them are still open.
	Cases, Open int
	// Now is when the last of them is where it is.
	Now  time.Time
	Seed uint64
}

const day = 24 * time.Hour

// What has ended was filed between archiveFrom and archiveTo before now, what is open after openFrom.
const (
	archiveFrom = 730 * day
	archiveTo   = 180 * day
	openFrom    = 40 * day
)

// All answers the lives in the order of their filing.
func (p Plan) All() iter.Seq2[cases.Life, error] {
	return func(yield func(cases.Life, error) bool) {
		if len(p.World.Schools) == 0 || len(p.World.Units) == 0 || len(p.World.Samples) == 0 {
			yield(cases.Life{}, errors.New("making lives: there is no school, no unit or no request to make them of"))
			return
		}
		random := newSource(p.Seed)
		for i := range p.Cases {
			l, err := p.live(i, random)
			if err != nil {
				err = fmt.Errorf("making case %d: %w", i+1, err)
			}
			if !yield(l, err) || err != nil {
				return
			}
		}
	}
}

// live lives the case with the index.
func (p Plan) live(i int, random *source) (cases.Life, error) {
	l := &life{plan: p, random: random, index: i, end: p.ending(i, random), at: p.filing(i)}
	if err := l.live(); err != nil {
		return cases.Life{}, err
	}
	return cases.Life{Events: l.events, Texts: l.texts, Key: l.key, Wrapped: l.wrapped}, nil
}

func (p Plan) archived() int { return max(0, p.Cases-p.Open) }

func (p Plan) ending(i int, random *source) ending {
	if i < p.archived() {
		return random.pick(archived)
	}
	return random.pick(open)
}

// filing spreads the cases evenly over their time.
func (p Plan) filing(i int) time.Time {
	from, to, part := archiveFrom, archiveTo, float64(i)/float64(max(1, p.archived()))
	if i >= p.archived() {
		from, to, part = openFrom, time.Hour, float64(i-p.archived())/float64(p.Cases-p.archived())
	}
	ago := from - time.Duration(part*float64(from-to))
	return p.Now.Add(-ago).UTC().Truncate(time.Microsecond)
}

// source of chance. Nothing that it gives is a secret: data keys come from the vault.
type source struct {
	*rand.Rand

	bytes *rand.ChaCha8
}

func newSource(seed uint64) *source {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	bytes := rand.NewChaCha8(key)
	return &source{rand.New(bytes), bytes} //nolint:gosec // made-up lives guard nothing
}

// weight of an ending among others.
type weight struct {
	ending ending
	weight int
}

func (s *source) pick(among []weight) ending {
	sum := 0
	for _, w := range among {
		sum += w.weight
	}
	n := s.IntN(sum)
	for _, w := range among {
		if n -= w.weight; n < 0 {
			return w.ending
		}
	}
	return among[0].ending
}

func one[T any](s *source, of []T) T { return of[s.IntN(len(of))] }
