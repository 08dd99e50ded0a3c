package workdays

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/internal/lines"
)

//go:embed common.txt
var common string

// monthDay is a day of any year: a hundred times the month, and the day.
type monthDay int

type commonBreak struct{ from, to monthDay }

// commonBreaks of a year, as common.txt has them.
var commonBreaks = sync.OnceValue(func() (list []commonBreak) {
	err := lines.Read(strings.NewReader(common), func(fields []string) error {
		if len(fields) != 2 {
			return errors.New("write FROM TO")
		}
		var days [2]monthDay
		for i, field := range fields {
			t, err := time.Parse("01-02", field)
			if err != nil {
				return fmt.Errorf("reading a day: %w", err)
			}
			days[i] = monthDay(int(t.Month())*100 + t.Day())
		}
		list = append(list, commonBreak{days[0], days[1]})
		return nil
	})
	if err != nil {
		panic(err) // what is shipped is tested
	}
	return list
})

var municipality = regexp.MustCompile(`^\d{3}$`)

// Open reads the operator's file of breaks: WHO FROM TO a line, WHO a municipality's code or an actor's, the days as YYYY-MM-DD.
// No file: nobody has breaks of their own. One wrong line makes all of it wrong.
func Open(path string) (Table, error) {
	if path == "" {
		return Table{}, nil
	}
	var rows []Break
	err := lines.Open(path, func(fields []string) error {
		row, err := parseBreak(fields)
		if err != nil {
			return err
		}
		if fault := row.fault(rows); fault != "" {
			return errors.New(fault)
		}
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return Table{}, fmt.Errorf("reading the breaks: %w", err)
	}
	return NewTable(rows), nil
}

func parseBreak(fields []string) (b Break, err error) {
	if len(fields) != 3 {
		return Break{}, errors.New("write WHO FROM TO, as 091 2026-10-12 2026-10-16")
	}
	if municipality.MatchString(fields[0]) {
		b.Municipality = fields[0]
	} else if casespb.Actor_value["ACTOR_"+fields[0]] != 0 {
		b.Actor = fields[0]
	}
	if b.From, err = Parse(fields[1]); err != nil {
		return Break{}, err
	}
	b.To, err = Parse(fields[2])
	return b, err
}
