package lives

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// ending is how far a case goes.
type ending int

const (
	queued ending = iota
	unrouted
	declined
	locked
	consulting
	asked
	advised
	followed
	closed
	closedAfterTalk
	lapsed
	withdrawn
)

// archived and open are how often cases end how.
var (
	archived = []weight{{closed, 48}, {closedAfterTalk, 32}, {lapsed, 10}, {withdrawn, 10}}
	open     = []weight{
		{queued, 44}, {unrouted, 4}, {declined, 4}, {locked, 4}, {consulting, 18}, {asked, 8}, {advised, 8}, {followed, 10},
	}
)

type step func(*life) error

// stories are the steps to each ending. In a locked one the permissions that the unit wants never come.
var stories = map[ending][]step{
	queued:          {file, permit},
	unrouted:        {fileUnrouted},
	declined:        {file, permit, decline},
	locked:          {fileLocked},
	consulting:      {file, permit, claim, message},
	asked:           {file, permit, claim, ask},
	advised:         {file, permit, claim, advise},
	followed:        {file, permit, claim, advise, acknowledge},
	closed:          {file, permit, claim, advise, acknowledge, end},
	closedAfterTalk: {file, permit, claim, ask, reply, message, advise, acknowledge, end},
	lapsed:          {file, permit, claim, advise},
	withdrawn:       {file, permit, withdraw},
}

func file(l *life) error {
	facts := l.facts()
	unit := l.unit.Unit
	return l.file(facts, cases.Routing{Unit: &unit}, facts.NeedsPermission(l.unit.Modes))
}

func fileUnrouted(l *life) error {
	return l.file(l.facts(), cases.Routing{TriageReason: "TIE"}, false)
}

func fileLocked(l *life) error {
	unit := l.unit.Unit
	return l.file(l.facts(), cases.Routing{Unit: &unit}, true)
}

func (l *life) file(facts cases.Facts, r cases.Routing, wantsPermission bool) error {
	r.RuleSetVersion, r.Matched = "actors-1", []string{"NEED_" + facts.Needs[0], "LANGUAGE_" + facts.Language, "UNIT_NATIONAL"}
	r.RunnersUp = []cases.Candidate{{Unit: one(l.random, l.plan.World.Units).Unit, Score: 5}}
	id := l.random.id(l.at)
	no, err := number(l.index)
	if err != nil {
		return err
	}
	if l.key, l.wrapped, err = l.plan.Vault.NewKey(id); err != nil {
		return err
	}
	cmd := cases.File{
		CaseID: id, Number: no, Facts: facts, Routing: r, AssignmentID: l.random.id(l.at), PermissionNeeded: wantsPermission,
	}
	return l.do(l.filer(), cmd, l.text(cases.RequestContent, l.sample.Request))
}

// facts are those of the request and of the school together.
func (l *life) facts() cases.Facts {
	f, school := l.sample.Facts, l.school.Facts
	f.SchoolID, f.SchoolNameFi, f.SchoolNameSv, f.ProviderID = school.SchoolID, school.SchoolNameFi, school.SchoolNameSv, school.ProviderID
	f.Area, f.CountyCode, f.MunicipalityCode = school.Area, school.CountyCode, school.MunicipalityCode
	return f
}

// permit records both permissions where they are wanted.
func permit(l *life) error {
	if !l.c.PermissionMissing() {
		return nil
	}
	for _, kind := range []cases.PermitKind{cases.GuardianConsent, cases.SchoolAuthorisation} {
		l.later(day)
		cmd := cases.RecordPermit{
			PermitID: l.random.id(l.at), Kind: kind, Actors: []string{l.unit.Actor}, Get: true, Transfer: true,
			Date: l.at.Format(time.DateOnly), How: "PAPER",
		}
		by := l.filer()
		if kind == cases.SchoolAuthorisation {
			cmd.Actors = nil
			by.Role = permission.Principals
		}
		if err := l.do(by, cmd); err != nil {
			return err
		}
	}
	return nil
}
