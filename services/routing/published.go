package routing

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// published keeps the table that is published, by the edition of the directory: publishing another one makes a new edition. Those
// who want the same one at the same time read it once, and stand in nobody else's way.
type published struct {
	read func(context.Context) (rules.Set, error)

	known    atomic.Pointer[editionTable]
	readings singleflight.Group
}

// editionTable is the table of an edition of the directory.
type editionTable struct {
	edition int64
	table   *rules.Table
}

// longestReading bounds a reading, which outlives the call that it was begun for.
const longestReading = 10 * time.Second

// at answers the table of an edition that the caller has read before. One that was published since is of a later edition, and
// who proves the edition finds out.
func (p *published) at(ctx context.Context, edition int64) (*rules.Table, error) {
	if k := p.known.Load(); k != nil && k.edition == edition {
		return k.table, nil
	}
	var read *editionTable
	reading := p.readings.DoChan(strconv.FormatInt(edition, 10), func() (any, error) {
		return p.readAt(context.WithoutCancel(ctx), edition)
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the published rules: %w", ctx.Err())
	case r := <-reading:
		if r.Err != nil {
			return nil, r.Err
		}
		read, _ = r.Val.(*editionTable)
	}
	return read.table, nil
}

func (p *published) readAt(ctx context.Context, edition int64) (*editionTable, error) {
	ctx, cancel := context.WithTimeout(ctx, longestReading)
	defer cancel()
	set, err := p.read(ctx)
	if err != nil {
		return nil, err
	}
	table, err := rules.Compile(set)
	if err != nil {
		return nil, fmt.Errorf("compiling the rules %s: %w", set.Version, err)
	}
	k := &editionTable{edition: edition, table: table}
	p.known.Store(k)
	return k, nil
}
