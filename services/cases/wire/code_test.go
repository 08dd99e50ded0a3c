package wire_test

import (
	"slices"
	"strings"
	"testing"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// everyEnum checks one enum after the other.
var everyEnum = map[string]func(*testing.T){
	"About": roundTrip[casespb.About], "Level": roundTrip[casespb.Level], "GradeBand": roundTrip[casespb.GradeBand],
	"Need": roundTrip[casespb.Need], "Support": roundTrip[casespb.Support], "Service": roundTrip[casespb.Service],
	"Form": roundTrip[casespb.Form], "Urgency": roundTrip[casespb.Urgency], "Phase": roundTrip[casespb.Phase],
	"Turn": roundTrip[casespb.Turn], "Actor": roundTrip[casespb.Actor], "Area": roundTrip[casespb.Area],
	"Role": roundTrip[casespb.Role], "State": roundTrip[casespb.State], "Action": roundTrip[casespb.Action],
	"Risk": roundTrip[casespb.Risk], "PaymentCommitment": roundTrip[casespb.PaymentCommitment], "Similar": roundTrip[casespb.Similar],
	"Effect": roundTrip[casespb.Effect], "DeclineReason": roundTrip[casespb.DeclineReason],
	"Lack": roundTrip[casespb.Lack], "TriageReason": roundTrip[casespb.TriageReason], "ErrorReason": roundTrip[casespb.ErrorReason],
	"HandOverState": roundTrip[casespb.HandOverState], "Section": roundTrip[casespb.Section], "OfferObstacle": roundTrip[casespb.OfferObstacle],
	"DisputeOutcome": roundTrip[casespb.DisputeOutcome],
}

func TestEveryCodeOfEveryEnumComesBack(t *testing.T) {
	t.Parallel()
	for name, check := range everyEnum {
		t.Run(name, func(t *testing.T) { t.Parallel(); check(t) })
	}
	t.Run("access.Role", func(t *testing.T) { t.Parallel(); roundTrip[accesspb.Role](t) })
	enums := casespb.File_vaatu_cases_v1_codes_proto.Enums()
	for i := range enums.Len() {
		if everyEnum[string(enums.Get(i).Name())] == nil {
			t.Errorf("nobody looks at the codes of %s", enums.Get(i).Name())
		}
	}
}

func roundTrip[E wire.Enum](t *testing.T) {
	t.Helper()
	var zero E
	values := zero.Descriptor().Values()
	seen := map[string]bool{}
	for i := range values.Len() {
		e := E(values.Get(i).Number())
		code := wire.Code(e)
		if got := wire.Parse[E](code); got != e {
			t.Errorf("%s has the code %q, which is read as %d", values.Get(i).Name(), code, got)
		}
		if e != zero && (code == "" || !strings.HasSuffix(string(values.Get(i).Name()), "_"+code) || seen[code]) {
			t.Errorf("%s has the code %q", values.Get(i).Name(), code)
		}
		seen[code] = true
	}
	for _, unknown := range []string{"", "NO_SUCH_CODE", "UNSPECIFIED", "autism"} {
		if got := wire.Parse[E](unknown); got != zero {
			t.Errorf("%q is read as %d; want nothing", unknown, got)
		}
	}
	if got := wire.Code(E(9999)); got != "" {
		t.Errorf("an unknown number has the code %q", got)
	}
}

// The core's own codes are those of the contract: what it names must be found there.
func TestTheCoresCodesAreInTheContract(t *testing.T) {
	t.Parallel()
	for _, p := range cases.Phases {
		if wire.Parse[casespb.Phase](string(p)) == 0 {
			t.Errorf("phase %s is not in the contract", p)
		}
	}
	values := casespb.Action(0).Descriptor().Values()
	for i := 1; i < values.Len(); i++ { // an action is in the contract once it has a route
		action := casespb.Action(values.Get(i).Number())
		if !slices.ContainsFunc(cases.Lifecycle, func(r cases.Row) bool { return string(r.Action) == wire.Code(action) }) {
			t.Errorf("the life cycle knows no %s", action)
		}
	}
	for _, turn := range []cases.Turn{cases.TurnCoordination, cases.TurnUnit, cases.TurnExpert, cases.TurnSchool, cases.TurnNobody} {
		if wire.Parse[casespb.Turn](string(turn)) == 0 {
			t.Errorf("turn %s is not in the contract", turn)
		}
	}
	for _, state := range []cases.AssignmentState{cases.Waiting, cases.Held, cases.Done, cases.Declined, cases.Cancelled} {
		if wire.Parse[casespb.State](string(state)) == 0 {
			t.Errorf("state %s is not in the contract", state)
		}
	}
	for _, reason := range []cases.RefusalReason{cases.NotNow, cases.HeldBySomebody, cases.Stale, cases.Unknown} {
		if wire.Parse[casespb.ErrorReason](string(reason)) == 0 {
			t.Errorf("refusal %s is not in the contract", reason)
		}
	}
	for _, role := range []permission.Role{permission.Requester, permission.Principals, permission.Expert, permission.Lead, permission.Coordinator} {
		if wire.Parse[accesspb.Role](string(role)) == 0 {
			t.Errorf("role %s is not in the contract", role)
		}
	}
	for _, lack := range []cases.Lack{
		cases.ConsentNone, cases.ConsentRefused, cases.ConsentWithdrawn, cases.ConsentExpired, cases.ConsentNarrow,
		cases.AuthorisationNone, cases.AuthorisationRefused, cases.AuthorisationWithdrawn,
	} {
		if wire.Parse[casespb.Lack](string(lack)) == 0 {
			t.Errorf("lack %s is not in the contract", lack)
		}
	}
	for _, part := range []cases.Part{cases.LeadPart, cases.PartnerPart} {
		if wire.Parse[casespb.Role](string(part)) == 0 {
			t.Errorf("part %s is not in the contract", part)
		}
	}
}
