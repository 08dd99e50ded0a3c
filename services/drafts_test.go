package services_test

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

func TestADraftIsItsWritersAlone(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, colleague, principal := h.teacher(taysSchool), h.teacher(taysSchool), h.principal(taysSchool)
	mine := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	theirs := must[*intakepb.Draft](t)(colleague.CreateDraft(ctx, &intakepb.CreateDraftRequest{}))
	for who, p := range map[string]person{"colleague": colleague, "principal": principal} {
		list := must[*intakepb.ListDraftsResponse](t)(p.ListDrafts(ctx, &intakepb.ListDraftsRequest{}))
		if slices.ContainsFunc(list.GetDrafts(), func(d *intakepb.Draft) bool { return d.GetId() == mine.GetId() }) {
			t.Errorf("the %s lists somebody else's draft", who)
		}
	}
	list := must[*intakepb.ListDraftsResponse](t)(teacher.ListDrafts(ctx, &intakepb.ListDraftsRequest{}))
	if len(list.GetDrafts()) != 1 || list.GetDrafts()[0].GetId() == theirs.GetId() {
		t.Errorf("the writer lists %v", list)
	}
	// Who no longer acts for the school has lost the draft too.
	h.exec("UPDATE access.grants SET to_date = '2020-01-02' WHERE person_id = $1", teacher.id)
	h.exec(`INSERT INTO access.grants (id, person_id, role, school_id, source, from_date)
		VALUES (gen_random_uuid(), $1, 'REQUESTER', $2, 'OWN', '2020-01-01')`, teacher.id, otherSchool.id)
	_, err := teacher.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: mine.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

func TestADeletedDraftLeavesNoKey(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, other := h.teacher(taysSchool), h.teacher(taysSchool)
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	if n := h.count("SELECT count(*) FROM intake.drafts WHERE position('Siirtymät' IN encode(sealed, 'escape')) > 0"); n != 0 {
		t.Error("a draft's text stands in the database in clear")
	}
	_, err := other.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if n := h.count("SELECT count(*) FROM case_keys"); n != 1 {
		t.Errorf("%d keys after a stranger's attempt, want 1", n)
	}
	if _, err := teacher.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: d.GetId()}); err != nil {
		t.Fatal(err)
	}
	if n := h.count("SELECT (SELECT count(*) FROM case_keys) + (SELECT count(*) FROM intake.drafts)"); n != 0 {
		t.Errorf("%d rows are left of a deleted draft", n)
	}
	_, err = teacher.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

func TestAFiledCaseCannotLoseItsKeyThroughTheDraft(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	must[*casespb.Case](t)(teacher.SubmitDraft(t.Context(), &intakepb.SubmitDraftRequest{DraftId: d.GetId()}))
	_, err := teacher.DeleteDraft(t.Context(), &intakepb.DeleteDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if c := h.read(teacher, d.GetId()); c.GetRequest().GetSituation() == "" {
		t.Errorf("the filed case reads %v", c)
	}
}

// Between the reading of a draft and its filing somebody may save it in another tab.
func TestOnlyTheRevisionThatWasReadIsFiled(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	h.exec("SELECT set_config('vaatu.session', encode(s.hash, 'hex'), false) FROM access.sessions s WHERE s.person_id = $1", teacher.id)
	_, err := h.root.Exec(t.Context(), "SELECT intake.take_draft($1, 2)", d.GetId())
	if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.ConstraintName != "drafts_present" {
		t.Errorf("taking another revision: %v", err)
	}
	if n := h.count("SELECT count(*) FROM intake.drafts"); n != 1 {
		t.Errorf("%d drafts are left", n)
	}
}

func TestValidationNamesEachMissingAnswer(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher := h.teacher(taysSchool)
	answers := map[string]string{
		"request.about": "answer.about", "request.grades": "answer.grades", "request.working_language": "answer.working_language",
		"request.needs": "answer.needs", "request.support_in_place": "answer.support_in_place",
		"request.situation": "answer.situation", "request.tried": "answer.tried", "request.question": "answer.question",
	}
	_, err := teacher.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: &casespb.Request{}})
	refused(t, err, codes.InvalidArgument, "VALIDATION")
	if got := violations(err); len(got) != len(answers) {
		t.Errorf("an empty request lacks %v", got)
	}
	check := must[*intakepb.CheckRequestResponse](t)(teacher.CheckRequest(ctx, &intakepb.CheckRequestRequest{Request: &casespb.Request{}}))
	if got := strings.Join(check.GetMissing(), " "); got != "about grades workingLanguage needs supportInPlace situation tried question" || check.GetRouting() != nil {
		t.Errorf("the check misses %q and routes to %v", got, check.GetRouting())
	}
	for field, spoil := range map[string]func(*casespb.Request){
		"request.about":            func(r *casespb.Request) { r.About = 0 },
		"request.working_language": func(r *casespb.Request) { r.WorkingLanguage = "" },
		"request.needs":            func(r *casespb.Request) { r.Needs = nil },
		"request.support_in_place": func(r *casespb.Request) { r.SupportInPlace = append(r.SupportInPlace, casespb.Support_SUPPORT_NONE) },
		"request.situation":        func(r *casespb.Request) { r.Situation = " \n" },
		"request.tried":            func(r *casespb.Request) { r.Tried = "" },
		"request.question":         func(r *casespb.Request) { r.Question = "\t" },
		"request.grades":           func(r *casespb.Request) { r.Grades = []int32{1, 2} },
	} {
		r := request("fi", autism)
		spoil(r)
		_, err := teacher.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: r})
		invalid(t, err, field, answers[field])
		d := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: r}}))
		_, err = teacher.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
		invalid(t, err, field, answers[field])
	}
	for _, fits := range []func(*casespb.Request){
		func(r *casespb.Request) { r.Level, r.Grades = casespb.Level_LEVEL_PRE_PRIMARY, nil },
		func(r *casespb.Request) { r.About, r.Grades = casespb.About_ABOUT_GROUP, []int32{1, 2, 3} },
		func(r *casespb.Request) { r.SupportInPlace = []casespb.Support{casespb.Support_SUPPORT_NONE} },
		func(r *casespb.Request) { r.ServicesInvolved, r.WishedForms, r.Urgency = nil, nil, 0 },
	} {
		r := request("fi", autism)
		fits(r)
		h.file(teacher, r)
	}
}

func TestAClosedSchoolFilesNothing(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(closedSchool)
	_, err := teacher.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
	invalid(t, err, "school_id", "school.closed")
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	_, err = teacher.SubmitDraft(t.Context(), &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
	invalid(t, err, "school_id", "school.closed")
	if n := h.count("SELECT count(*) FROM cases"); n != 0 {
		t.Errorf("%d cases of a closed school", n)
	}
}

func TestASchoolFilesUntilItsLastDay(t *testing.T) {
	t.Parallel()
	var clock testClock
	h := start(t, func(c *services.Config) { c.Now = clock.now })
	// The register told in spring that the school ends, and was not read since.
	h.exec("UPDATE directory.schools SET closed_on = $2 WHERE id = $1", taysSchool.id, helsinki.Date(clock.now()))
	teacher := h.teacher(taysSchool)
	h.file(teacher, request("fi", autism))
	clock.advance(48 * time.Hour)
	_, err := h.as(teacher, "fi").SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
	invalid(t, err, "school_id", "school.closed")
}

func TestASchoolFilesAgainOnceTheRegisterSaysSo(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	h.file(teacher, request("fi", autism))
	h.exec("UPDATE directory.schools SET status = 'CLOSED' WHERE id = $1", taysSchool.id)
	_, err := teacher.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
	invalid(t, err, "school_id", "school.closed")
	h.file(h.teacher(oysSchool), request("fi", autism)) // from now on it is known that the one school is closed
	h.exec("UPDATE directory.schools SET status = 'ACTIVE' WHERE id = $1", taysSchool.id)
	h.file(teacher, request("fi", autism))
}

func TestAPersonOfSeveralSchoolsSaysWhichOneFiles(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	both := h.join("teacher", "fi", grant{role: "REQUESTER", school: taysSchool.id}, grant{role: "REQUESTER", school: oysSchool.id})
	_, err := both.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
	invalid(t, err, "school_id", "school.choose")
	_, err = both.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism), SchoolId: hyksSchool.id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	c := must[*casespb.Case](t)(both.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism), SchoolId: oysSchool.id}))
	if c.GetSchoolId() != oysSchool.id || c.GetRouting().GetUnitId() != tervaUnit {
		t.Errorf("filed as %v", c)
	}
	d := must[*intakepb.Draft](t)(both.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{SchoolId: oysSchool.id}}))
	moved := must[*intakepb.Draft](t)(both.UpdateDraft(ifMatch(ctx, d.GetEtag()), &intakepb.UpdateDraftRequest{
		Draft: &intakepb.Draft{Id: d.GetId(), SchoolId: taysSchool.id}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"school_id"}},
	}))
	if moved.GetSchoolId() != taysSchool.id {
		t.Errorf("the draft is now of %s", moved.GetSchoolId())
	}
	_, err = both.UpdateDraft(ifMatch(ctx, moved.GetEtag()), &intakepb.UpdateDraftRequest{
		Draft: &intakepb.Draft{Id: d.GetId(), SchoolId: hyksSchool.id}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"school_id"}},
	})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

func TestAnUnreadableUpdateOfADraftIsRefusedByName(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{}))
	ctx := ifMatch(t.Context(), d.GetEtag())
	for _, path := range []string{"request.no_such", "writer_id", "request.situation.more", ""} {
		_, err := teacher.UpdateDraft(ctx, &intakepb.UpdateDraftRequest{
			Draft: &intakepb.Draft{Id: d.GetId()}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{path}},
		})
		invalid(t, err, "update_mask", "mask.unknown")
	}
	_, err := teacher.UpdateDraft(ctx, &intakepb.UpdateDraftRequest{Draft: &intakepb.Draft{}})
	invalid(t, err, "draft.id", "required")
	crafted := base64.RawURLEncoding.EncodeToString([]byte(`{"id":"` + d.GetId() + `","s":"\u0000"}`)) // the database takes no NUL
	_, err = teacher.ListSchools(t.Context(), &directorypb.ListSchoolsRequest{PageToken: crafted})
	invalid(t, err, "page_token", "page_token")
	for _, token := range []string{
		"not-ours", base64.RawURLEncoding.EncodeToString([]byte(`{"id":"` + strings.Repeat("z", 36) + `"}`)),
		base64.RawURLEncoding.EncodeToString([]byte(`{"id":"urn:uuid:` + d.GetId() + `"}`)), crafted,
	} {
		_, err = teacher.ListDrafts(t.Context(), &intakepb.ListDraftsRequest{PageToken: token})
		invalid(t, err, "page_token", "page_token")
	}
}

func TestSavingNothingOfADraftLosesNothing(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	whole := request("fi", autism)
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: whole}}))
	save := func(r *casespb.Request, paths ...string) *casespb.Request {
		d = must[*intakepb.Draft](t)(teacher.UpdateDraft(ifMatch(t.Context(), d.GetEtag()), &intakepb.UpdateDraftRequest{
			Draft: &intakepb.Draft{Id: d.GetId(), Request: r}, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths},
		}))
		return d.GetRequest()
	}
	// What becomes of the bodies {} and {"request":{}}, and of none.
	for name, got := range map[string]*casespb.Request{
		"no mask, no request":           save(nil),
		"no mask, an empty request":     save(&casespb.Request{}),
		"the request, which is missing": save(nil, "request"),
		"the request, which is empty":   save(&casespb.Request{}, "request"),
	} {
		if diff := cmp.Diff(whole, got, protocmp.Transform()); diff != "" {
			t.Errorf("%s changes the draft (-before +after)\n%s", name, diff)
		}
	}
	if got := save(&casespb.Request{Tried: "Toisin."}); got.GetTried() != "Toisin." || got.GetSituation() != whole.GetSituation() {
		t.Errorf("without a mask one field saves %v", got)
	}
	if got := save(nil, "request.tried"); got.GetTried() != "" || got.GetSituation() != whole.GetSituation() {
		t.Errorf("clearing one field saves %v", got)
	}
	if got := save(&casespb.Request{Tried: "Alusta."}, "request"); got.GetTried() != "Alusta." || got.GetSituation() != "" {
		t.Errorf("replacing the whole request saves %v", got)
	}
}

func TestDraftsAreListedInPages(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	want := map[string]bool{}
	for range 5 {
		want[must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{})).GetId()] = true
	}
	token, pages := "", 0
	for {
		page := must[*intakepb.ListDraftsResponse](t)(teacher.ListDrafts(t.Context(), &intakepb.ListDraftsRequest{PageSize: 2, PageToken: token}))
		for _, d := range page.GetDrafts() {
			if !want[d.GetId()] {
				t.Errorf("%s comes twice", d.GetId())
			}
			delete(want, d.GetId())
		}
		pages++
		if page.GetNextPageToken() == "" {
			break
		}
		token = page.GetNextPageToken()
	}
	if len(want) != 0 || pages != 3 {
		t.Errorf("%d drafts are missing after %d pages", len(want), pages)
	}
}
