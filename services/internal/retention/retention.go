// Package retention says what is kept and how long. The classes are data that is shipped (classes.tsv). Their periods are the
// controller's to decide: until the operator's file gives a class a period, nothing of it is erased.
package retention

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/lines"
)

// Classes that the program erases once they have a period.
const (
	CaseClosed    = "CASE_CLOSED"
	CaseWithdrawn = "CASE_WITHDRAWN"
	Feedback      = "ACCESSIBILITY_FEEDBACK"
)

//go:embed classes.tsv
var shipped string

// Class of what is kept, as in classes.tsv.
type Class struct {
	Name, What, Starts, Source, Period string
	// Confirmed: the period is settled.
	Confirmed bool
	// ErasedBy says who erases: retention, sweep, writer, operator or nobody.
	ErasedBy string
}

// Classes answers all, in the order of the file.
func Classes() []Class {
	var all []Class
	for line := range strings.Lines(shipped) {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "class\t") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		all = append(all, Class{f[0], f[1], f[2], f[3], f[4], f[5] == "yes", f[6]})
	}
	return all
}

// Period is a span of the calendar. There is no empty one in a plan.
type Period struct {
	years, months, days int
	written             string
}

// String answers the period as it was written.
func (p Period) String() string { return p.written }

// EndedBy answers the latest end of what has had its period by now.
func (p Period) EndedBy(now time.Time) time.Time { return now.AddDate(-p.years, -p.months, -p.days) }

var written = regexp.MustCompile(`^P([1-9][0-9]{0,2})([YMD])$`)

// fewestDays of a period: what is shorter is taken for a slip, since nothing brings back what was erased.
const fewestDays = 30

func parse(s string) (Period, error) {
	found := written.FindStringSubmatch(s)
	if found == nil {
		return Period{}, fmt.Errorf("%q is no period: write as P10Y, P18M or P90D", s)
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		return Period{}, fmt.Errorf("reading a period: %w", err)
	}
	p := Period{written: s}
	switch found[2] {
	case "Y":
		p.years = n
	case "M":
		p.months = n
	default:
		p.days = n
	}
	if p.years+p.months == 0 && p.days < fewestDays {
		return Period{}, fmt.Errorf("%s is shorter than %d days, which is taken for a slip: what is erased does not come back", s, fewestDays)
	}
	return p, nil
}

// Plan holds the periods that the controller has decided, by class.
type Plan map[string]Period

// Open reads the operator's file; no file: no period at all. One wrong line makes all of it wrong.
func Open(path string) (Plan, error) {
	if path == "" {
		return Plan{}, nil
	}
	plan := Plan{}
	if err := lines.Open(path, plan.add); err != nil {
		return nil, fmt.Errorf("reading the retention file: %w", err)
	}
	return plan, nil
}

// add takes the fields of a line: a class and a period.
func (p Plan) add(fields []string) error {
	if len(fields) != 2 {
		return fmt.Errorf("%q is not a class and a period", strings.Join(fields, " "))
	}
	name := fields[0]
	all := Classes()
	i := slices.IndexFunc(all, func(c Class) bool { return c.Name == name })
	switch _, twice := p[name]; {
	case i < 0:
		return fmt.Errorf("there is no class %q", name)
	case all[i].ErasedBy != "retention":
		return fmt.Errorf("the program does not erase the class %s by a period", name)
	case twice:
		return fmt.Errorf("the class %s is there twice", name)
	}
	period, err := parse(fields[1])
	if err != nil {
		return err
	}
	p[name] = period
	return nil
}
