package routing

import (
	"context"
	"fmt"
	"sync"

	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// published keeps the table that is published, by the edition of the directory: publishing another one makes a new edition.
type published struct {
	read func(context.Context) (rules.Set, error)

	mu      sync.Mutex
	edition int64
	table   *rules.Table
}

// at answers the table of an edition that the caller has read before. One that was published since is of a later edition, and
// who proves the edition finds out.
func (p *published) at(ctx context.Context, edition int64) (*rules.Table, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.table != nil && p.edition == edition {
		return p.table, nil
	}
	set, err := p.read(ctx)
	if err != nil {
		return nil, err
	}
	table, err := rules.Compile(set)
	if err != nil {
		return nil, fmt.Errorf("compiling the rules %s: %w", set.Version, err)
	}
	p.edition, p.table = edition, table
	return table, nil
}
