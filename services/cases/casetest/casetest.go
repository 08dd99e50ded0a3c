// Package casetest makes cases for tests: people, units and a store on a real database, so that a test tells a story and
// not how to set one up. Everybody in it is made up.
package casetest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Secret stands in every text that a story seals: whoever finds it in the database has found a hole.
const Secret = "kuiskattu salaisuus" //nolint:gosec // a text, no credential

// Desk is a store of cases on a database of its own.
type Desk struct {
	DB    *pgtest.Database
	Store *cases.Store
	// Clock is the store of the worker's role.
	Clock *cases.Store
}

// New answers a desk with an empty database. Its clock shows a later second each time somebody looks, and it tells workers
// of one job only: what follows on its pool are the round trips of changes.
func New(t testing.TB) *Desk {
	t.Helper()
	db := pgtest.New(t)
	jobs, err := river.NewClient(riverpgxv5.New(db.App().Pool()), &river.Config{
		Schema: migrations.RiverSchema, FetchCooldown: time.Hour, FetchPollInterval: time.Hour,
	})
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.New()
	if err != nil {
		t.Fatal(err)
	}
	now := Clock()
	d := &Desk{
		DB: db, Store: &cases.Store{Reader: cases.Reader{DB: db.App(), Vault: v}, Jobs: jobs, Now: now},
		Clock: &cases.Store{Reader: cases.Reader{DB: db.Worker()}, Jobs: jobs, Now: now},
	}
	d.SignIn(t, Everybody()...)
	return d
}

// Clock answers a clock that shows a later second each time somebody looks.
func Clock() func() time.Time {
	var looks atomic.Int64
	began := time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC)
	return func() time.Time { return began.Add(time.Duration(looks.Add(1)) * time.Second) }
}

// ID answers a new id.
func ID() string { return uuid.Must(uuid.NewV7()).String() }

// Call answers a call of a person with an idempotency key of its own.
func Call(p permission.Principal, resource string) cases.Call {
	return cases.Call{
		Principal: p, RequestID: ID(),
		Once: cases.Once{Key: ID(), Method: "/test/" + resource, Hash: []byte(resource), ResourceID: resource},
	}
}

// Text answers a content row with the secret in it.
func Text(kind cases.ContentKind) cases.Content {
	return cases.Content{ID: ID(), Kind: kind, Plain: fmt.Appendf(nil, "%s: %s", Secret, kind)}
}

// Filing answers a complete request of the teacher's school; without a unit it goes to triage.
func (d *Desk) Filing(t testing.TB, unit *cases.Unit) cases.Filing {
	t.Helper()
	id := ID()
	key, wrapped, err := d.Store.Vault.NewKey(id)
	if err != nil {
		t.Fatal(err)
	}
	routing := cases.Routing{RuleSetVersion: "1", Matched: []string{"NEED_AUTISM"}, Unit: unit}
	if unit == nil {
		routing.TriageReason = "GAP"
	}
	return cases.Filing{
		Grant:   Teacher().Grants[0],
		Command: cases.File{CaseID: id, AssignmentID: ID(), Facts: Facts(), Routing: routing},
		Key:     key, Wrapped: wrapped, Content: Text(cases.RequestContent),
	}
}

// Facts of an ordinary request.
func Facts() cases.Facts {
	return cases.Facts{
		SchoolID: School, SchoolNameFi: "Koivulan koulu", SchoolNameSv: "Koivula skola", ProviderID: Provider,
		About: "ANONYMOUS_PUPIL", Level: "BASIC", Grades: []int32{3}, Language: "fi",
		Needs: []string{"AUTISM", "CHALLENGING_BEHAVIOUR"}, Support: []string{"ASSISTANT"},
		Services: []string{"SCHOOL_NURSE"}, WishedForms: []string{"PHONE"}, Urgency: "NORMAL", CodeList: cases.CodeList,
		Area: "HYKS", CountyCode: "90", MunicipalityCode: "091",
	}
}
