package services_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/testing/protocmp"

	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

func TestTheCheckWarnsOfWhatCouldTellWhoThePupilIs(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher := h.teacher(taysSchool)
	r := request("fi", autism)
	r.Situation = "Puhuin Matin kanssa. 🙂 Soitto numeroon 040 123 4567."
	check := must[*intakepb.CheckRequestResponse](t)(teacher.CheckRequest(ctx, &intakepb.CheckRequestRequest{Request: r}))
	warn := intakepb.Severity_SEVERITY_WARN
	want := []*intakepb.Finding{
		{Field: "situation", Start: 7, End: 12, Kind: intakepb.Kind_KIND_NAME, Severity: warn, Suggestion: "oppilaan"},
		{Field: "situation", Start: 40, End: 52, Kind: intakepb.Kind_KIND_PHONE, Severity: warn, Suggestion: "puhelinnumero"},
	}
	if diff := cmp.Diff(want, check.GetFindings(), protocmp.Transform()); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	h.file(teacher, r) // a warning hinders nothing
}
