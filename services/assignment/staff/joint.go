package staff

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/assignment/plan"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// jointRow of staffing.experts_for: what one unit knows of somebody.
type jointRow struct {
	UnitID      string   `db:"unit_id"`
	PersonID    string   `db:"person_id"`
	Name        string   `db:"name"`
	Told        bool     `db:"told"`
	Roles       []string `db:"roles"`
	Needs       []string `db:"needs"`
	Languages   []string `db:"languages"`
	Area        *string  `db:"area"`
	CountyCode  *string  `db:"county_code"`
	WeeklyHours int      `db:"weekly_hours"`
	MostCases   int      `db:"most_cases"`
	Load        int      `db:"load"`
	Away        bool     `db:"away"`
	Conflicts   []string `db:"conflicts"`
}

// Joint are the experts of several units, each once, and of whom a unit is told what they know: by unit, then person.
type Joint struct {
	Experts []plan.Expert
	Told    map[string]map[string]bool
}

// Joint answers coordination who works in the units of an actor, or in all, in which something waits. Who works in several has the
// most hours and the lowest limit that any of these has told.
func (s Store) Joint(ctx context.Context, actor string, now time.Time) (Joint, error) {
	var rows []jointRow
	err := s.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, `SELECT unit_id, person_id, name, told, roles, needs, languages, area, county_code, weekly_hours, most_cases, load, away,
			conflicts FROM staffing.experts_for(nullif($1, ''), $2) ORDER BY person_id, unit_id`, actor, now)
		return nil
	})
	if err != nil {
		return Joint{}, fmt.Errorf("reading the experts of units: %w", err)
	}
	return joint(rows, helsinki.Date(now)), nil
}

// joint makes one expert of the rows of each person, which stand together.
func joint(rows []jointRow, today string) Joint {
	var experts []plan.Expert
	told := map[string]map[string]bool{}
	for _, r := range rows {
		limit := r.MostCases * plan.Ordinary
		if len(experts) == 0 || experts[len(experts)-1].PersonID != r.PersonID {
			e := plan.Expert{PersonID: r.PersonID, Name: r.Name, Load: r.Load, Limit: limit, Conflicts: r.Conflicts, Profiles: map[string]plan.Profile{}}
			if r.Away {
				e.Absences = []plan.Absence{{From: today, To: today}}
			}
			experts = append(experts, e)
		}
		e := &experts[len(experts)-1]
		e.WeeklyHours, e.Limit = max(e.WeeklyHours, r.WeeklyHours), min(e.Limit, limit)
		e.Profiles[r.UnitID] = plan.Profile{
			Competence: r.Needs, Languages: r.Languages, Area: deref(r.Area), CountyCode: deref(r.CountyCode), WeeklyHours: r.WeeklyHours,
		}
		for _, role := range r.Roles {
			e.Grants = append(e.Grants, permission.Grant{Role: permission.Role(role), UnitID: r.UnitID})
		}
		if told[r.UnitID] == nil {
			told[r.UnitID] = map[string]bool{}
		}
		told[r.UnitID][r.PersonID] = r.Told
	}
	return Joint{Experts: experts, Told: told}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
