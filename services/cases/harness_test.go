package cases_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// findings answers what Check says of the database.
func findings(t *testing.T, d *casetest.Desk) []string {
	t.Helper()
	found := []string{}
	if _, err := cases.Check(t.Context(), d.DB.Operator(), func(f cases.Finding) { found = append(found, f.Problem) }); err != nil {
		t.Fatalf("checking: %v", err)
	}
	return found
}

// wantSound checks that the database holds exactly the case, and that its rows are what its events give.
func wantSound(t *testing.T, d *casetest.Desk, want cases.Case) {
	t.Helper()
	stored, _, err := d.Store.Get(t.Context(), casetest.Principal(), permission.ReadCase, want.ID)
	if err != nil {
		t.Fatalf("reading the case: %v", err)
	}
	want.Dispute = cases.Dispute{} // of which a school reads nothing; Check does
	if diff := cmp.Diff(want, stored, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("what was answered (-) is not what was stored (+):\n%s", diff)
	}
	if found := findings(t, d); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
}

// wantRefusal checks the reason of a refusal and answers it.
func wantRefusal(t *testing.T, err error, want cases.RefusalReason) *cases.Refusal {
	t.Helper()
	refusal, ok := errors.AsType[*cases.Refusal](err)
	if !ok {
		t.Fatalf("error is %v; want a refusal: %s", err, want)
	}
	if refusal.Reason != want {
		t.Errorf("refused with %s; want %s", refusal.Reason, want)
	}
	return refusal
}

// count answers a number that a query as superuser gives.
func count(t *testing.T, d *casetest.Desk, sql string, args ...any) int {
	t.Helper()
	var n int
	if err := d.DB.Superuser(t).QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// exec runs statements as superuser.
func exec(t *testing.T, d *casetest.Desk, statements ...string) {
	t.Helper()
	root := d.DB.Superuser(t)
	for _, sql := range statements {
		if _, err := root.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}
