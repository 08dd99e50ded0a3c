package clocks

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vip-verkosto/vaatu/services/internal/lines"
)

//go:embed targets.txt
var shipped string

// Shipped answers the targets that count unless the operator gives others, as targets.txt has them and says why.
func Shipped() Targets {
	var ts Targets
	if err := errors.Join(lines.Read(strings.NewReader(shipped), ts.read), ts.whole()); err != nil {
		panic(err) // what is shipped is tested
	}
	return ts
}

// Open reads the operator's file of targets in the form of targets.txt; no file: those that are shipped. One wrong line makes all
// of it wrong.
func Open(path string) (Targets, error) {
	if path == "" {
		return Shipped(), nil
	}
	var ts Targets
	err := lines.Open(path, ts.read)
	if err == nil {
		err = ts.whole()
	}
	if err != nil {
		return nil, fmt.Errorf("reading the targets: %w", err)
	}
	return ts, nil
}

// read takes the fields of a line.
func (ts *Targets) read(fields []string) error {
	if len(fields) != 6 {
		return errors.New("write GOAL ACTOR URGENCY DAYS WARN% GRACE, as ADVICE * SOON 15 80% 5")
	}
	t := Target{Goal: Goal(fields[0]), Actor: orAny(fields[1]), Urgency: orAny(fields[2])}
	for i, to := range []*int{&t.Days, &t.WarnPercent, &t.Grace} {
		n, err := strconv.Atoi(strings.TrimSuffix(fields[3+i], "%"))
		if err != nil {
			return fmt.Errorf("%q is no number", fields[3+i])
		}
		*to = n
	}
	if faults := t.faults(); len(faults) > 0 {
		return errors.New(strings.Join(faults, "; "))
	}
	if slices.ContainsFunc(*ts, t.sameFor) {
		return errors.New("a line above is for the same goal, actor and urgency")
	}
	*ts = append(*ts, t)
	return nil
}

// whole refuses lines that are right each and wrong together.
func (ts Targets) whole() error {
	if faults := ts.Check(); len(faults) > 0 {
		return errors.New(strings.Join(faults, "; "))
	}
	return nil
}

func orAny(field string) string {
	if field == "*" {
		return ""
	}
	return field
}
