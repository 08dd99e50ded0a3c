// Package staff keeps what a unit knows of its experts and when they are away, and answers both as package plan looks at them.
// Somebody of whom nothing is told is an expert like any other, by what the unit itself takes. Everybody who works in a unit reads
// of those who work there; they write for themselves, the head for all. The database looks itself who calls.
package staff

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/assignment/plan"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Member is an expert of a unit, with what the unit keeps of them.
type Member struct {
	plan.Expert

	// Told: they or the head have told what they know and take.
	Told bool
	// Revision of what is told; 1 before anything is.
	Revision int
	// Held are their parts of open cases in the unit, NotOffered the cases of those that nobody is offered, by number.
	Held       int
	NotOffered []CaseRef
	// ToReturn are those that they hold for somebody who was away and is back.
	ToReturn int
	// Away are the absences that have not ended, the first first.
	Away []Away
}

// Away is an absence as it is kept.
type Away struct {
	ID             string `json:"id"`
	UnitID         string `json:"unit_id"`
	From           string `json:"from"`
	To             string `json:"to"`
	SubstituteID   string `json:"substitute_id"`
	SubstituteName string `json:"substitute_name"`
	ByUnit         bool   `json:"by_unit"`
	ForGood        bool   `json:"for_good"`
	Revision       int    `json:"revision"`
}

// CaseRef names a case.
type CaseRef struct {
	CaseID string `json:"case_id"`
	Number string `json:"number"`
}

// Store reads the experts of units.
type Store struct{ DB *postgres.DB }

// row of staffing.experts_of.
type row struct {
	PersonID    string   `db:"person_id"`
	Name        string   `db:"name"`
	Roles       []string `db:"roles"`
	Told        bool     `db:"told"`
	Needs       []string `db:"needs"`
	Languages   []string `db:"languages"`
	Area        *string  `db:"area"`
	CountyCode  *string  `db:"county_code"`
	WeeklyHours int      `db:"weekly_hours"`
	MostCases   int      `db:"most_cases"`
	Revision    int      `db:"revision"`
	Load        int      `db:"load"`
	Held        int      `db:"held"`
	LeftOver    []byte   `db:"left_over"`
	ToReturn    int      `db:"to_return"`
	Absences    []byte   `db:"absences"`
	Conflicts   []string `db:"conflicts"`
	Past        []byte   `db:"past"`
}

// Members answers who works in a unit of the session's person now, with how many cases of the schools they have finished. Nobody
// for another unit.
func (s Store) Members(ctx context.Context, unitID string, schools []string, now time.Time) ([]Member, error) {
	var rows []row
	err := s.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, `SELECT person_id, name, roles, told, needs, languages, area, county_code, weekly_hours, most_cases,
			revision, load, held, left_over, to_return, absences, conflicts, past FROM staffing.experts_of($1, $2, $3)`, unitID, schools, now)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the experts of a unit: %w", err)
	}
	members := make([]Member, len(rows))
	for i, r := range rows {
		if members[i], err = r.member(unitID); err != nil {
			return nil, err
		}
	}
	return members, nil
}

func (r row) member(unitID string) (Member, error) {
	m := Member{
		Expert: plan.Expert{
			PersonID: r.PersonID, Name: r.Name, Competence: r.Needs, Languages: r.Languages, WeeklyHours: r.WeeklyHours,
			Load: r.Load, Limit: r.MostCases * plan.Ordinary, Conflicts: r.Conflicts,
		},
		Told: r.Told, Revision: r.Revision, Held: r.Held, ToReturn: r.ToReturn,
	}
	for _, role := range r.Roles {
		m.Grants = append(m.Grants, permission.Grant{Role: permission.Role(role), UnitID: unitID})
	}
	m.Area, m.CountyCode = deref(r.Area), deref(r.CountyCode)
	if err := json.Unmarshal(r.LeftOver, &m.NotOffered); err != nil {
		return Member{}, fmt.Errorf("decoding what nobody is offered: %w", err)
	}
	if err := json.Unmarshal(r.Absences, &m.Away); err != nil {
		return Member{}, fmt.Errorf("decoding absences: %w", err)
	}
	if err := json.Unmarshal(r.Past, &m.PastCases); err != nil {
		return Member{}, fmt.Errorf("decoding past cases: %w", err)
	}
	for _, a := range m.Away {
		m.Absences = append(m.Absences, plan.Absence{From: a.From, To: a.To})
	}
	return m, nil
}
