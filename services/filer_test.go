package services_test

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services"
)

// codeOf answers the code of a school, as other systems know it.
func (h *house) codeOf(s school) string {
	h.t.Helper()
	return h.text("SELECT code FROM directory.schools WHERE id = $1", s.id)
}

// grantFiler lets a program file for schools by their codes.
func (h *house) grantFiler(schools ...string) error {
	h.t.Helper()
	f := services.Program{Issuer: issuer, Subject: "registry", Name: "Oppilasrekisteri", Schools: schools}
	return services.GrantFiler(h.t.Context(), h.db.URL("vaatu_migrator"), f, time.Now())
}

func TestAProgramFilesForTheSchoolsOfItsGrantAndNoOther(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	if err := h.grantFiler(h.codeOf(taysSchool), h.codeOf(hyksSchool)); err != nil {
		t.Fatal(err)
	}
	m := h.machine("registry", machineToken(), time.Now().Add(time.Hour))
	file := func(s school, r *casespb.Request) (*casespb.Case, error) {
		return m.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: r, SchoolId: s.id})
	}
	filed := must[*casespb.Case](t)(file(taysSchool, request("fi", autism)))
	if filed.GetSchoolId() != taysSchool.id || filed.GetNumber() == "" || filed.GetFilerName() != "Oppilasrekisteri" {
		t.Errorf("filed is %v", filed)
	}
	must[*casespb.Case](t)(file(hyksSchool, request("fi", autism)))
	_, err := file(oysSchool, request("fi", autism))
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = m.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
	refused(t, err, codes.InvalidArgument, "VALIDATION")
	if wrong := violations(err); len(wrong) != 1 || wrong["school_id"] == "" {
		t.Errorf("without a school it hears %v", wrong)
	}
	// What others of the school have filed it does not see; its principal sees what it has.
	theirs := h.file(h.teacher(taysSchool), request("fi", autism))
	_, err = m.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: theirs.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.read(h.principal(taysSchool), filed.GetId())
	// A grant that ends is over at the next call.
	if err := h.grantFiler(h.codeOf(hyksSchool)); err != nil {
		t.Fatal(err)
	}
	_, err = file(taysSchool, request("fi", autism))
	refused(t, err, codes.NotFound, "NOT_FOUND")
	must[*casespb.Case](t)(file(hyksSchool, request("fi", autism)))
}

func TestAProgramFilesNoIdentifiedPupilAndHearsWhatToDoInstead(t *testing.T) {
	t.Parallel()
	h := start(t)
	if err := h.grantFiler(h.codeOf(taysSchool)); err != nil {
		t.Fatal(err)
	}
	m := h.machine("registry", machineToken(), time.Now().Add(time.Hour))
	_, err := m.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: identified()})
	invalid(t, err, "request.about", "about.anonymous_first")
	must[*casespb.Case](t)(m.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: request("fi", autism)}))
	h.file(h.teacher(taysSchool), identified()) // a person may
}

func TestASchoolThatNobodyKnowsIsNamedAndChangesNothing(t *testing.T) {
	t.Parallel()
	h := start(t)
	if err := h.grantFiler(h.codeOf(taysSchool), "99999"); err == nil || !strings.Contains(err.Error(), "99999") {
		t.Errorf("an unknown school: %v", err)
	}
	if n := h.count("SELECT count(*) FROM access.persons WHERE subject = 'registry'"); n != 0 {
		t.Error("the program is kept all the same")
	}
	for range 2 { // twice is as good as once
		if err := h.grantFiler(h.codeOf(taysSchool)); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.count("SELECT count(*) FROM access.grants g JOIN access.persons p ON p.id = g.person_id WHERE p.subject = 'registry'"); n != 1 {
		t.Errorf("%d grants, want one", n)
	}
	if err := services.GrantFiler(t.Context(), h.db.URL("vaatu_migrator"), services.Program{Schools: []string{h.codeOf(taysSchool)}}, time.Now()); err == nil {
		t.Error("a program without a name is kept")
	}
}
