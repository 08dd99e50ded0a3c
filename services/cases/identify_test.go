package cases_test

import (
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// permits that cover the first unit alone.
var narrowly = []cases.Data{
	cases.PermitRecorded{PermitID: "consent", Kind: cases.GuardianConsent, Actors: []string{casetest.Unit.Actor}, Transfer: true, Date: "2026-09-01"},
	cases.PermitRecorded{PermitID: "authorisation", Kind: cases.SchoolAuthorisation, Date: "2026-09-01"},
}

// The lead was offered while the request was anonymous and nobody wanted permissions for it.
func TestALeadThatWasOfferedBeforeThePupilWasNamedWantsPermissionsAfterwards(t *testing.T) {
	t.Parallel()
	offered := cases.HandedOver{HandOverID: "offer", AssignmentID: "lead", ToUnit: &casetest.OtherUnit, Until: time.Date(2027, time.January, 1, 0, 0, 0, 0, time.UTC)}
	c := held(append([]cases.Data{offered}, append(narrowly, cases.Identified{NameID: "name"})...)...)
	h, _ := c.HandOver("offer")
	if c.Shows(h) {
		t.Error("the note is open to a unit that the consent does not cover")
	}
	taken := cases.Event{Version: c.Version + 1, At: c.UpdateTime.Add(time.Hour), Data: cases.TakenOver{HandOverID: "offer", AssignmentID: "new"}}
	taken.By = cases.By{Person: cases.Person{ID: casetest.Outsider().PersonID}, Role: permission.Expert, UnitID: casetest.OtherUnit.ID}
	c = cases.Apply(c, taken)
	_, reads := casetest.Outsider().Can(permission.ReadCase, c.Subject())
	if c.Phase() != cases.AwaitingPermission || reads || c.NamesPupilTo(casetest.OtherUnit.ID) {
		t.Errorf("in %s a unit that the consent does not cover reads the content: %v; the name: %v", c.Phase(), reads, c.NamesPupilTo(casetest.OtherUnit.ID))
	}
}

// Of whoever gets a part once the pupil is named both permissions are asked, also where they have expired meanwhile.
func TestACaseWithoutALeadWantsPermissionsOnceThePupilIsNamed(t *testing.T) {
	t.Parallel()
	c := lived(append([]cases.Data{cases.Filed{Facts: casetest.Facts()}, cases.SentToTriage{}}, append(narrowly,
		cases.Identified{NameID: "name"}, cases.PermitEnded{PermitID: "consent", State: cases.PermitExpired})...)...)
	if c.Phase() != cases.AwaitingPermission {
		t.Errorf("%s, though the consent has expired", c.Phase())
	}
}
