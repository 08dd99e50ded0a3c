package services_test

import (
	"context"
	"testing"

	"google.golang.org/grpc/codes"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
)

// pupil is who the case is about.
const pupil = "Aino Kuvitteellinen"

func identify(ctx context.Context, p person, c *casespb.Case, name string) error {
	return drop(p.Identify(ctx, &permitspb.IdentifyRequest{CaseId: c.GetId(), Name: name}))
}

func (h *house) pupil(p person, c *casespb.Case) string {
	h.t.Helper()
	return must[*permitspb.Pupil](h.t)(p.GetPupil(h.t.Context(), &permitspb.GetPupilRequest{CaseId: c.GetId()})).GetName()
}

func TestAnAnonymousCaseBecomesIdentifiedOnceBothPermissionsStand(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, principal, expert := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	for _, permit := range []func(){func() {}, func() { h.consents(teacher, c) }} {
		permit()
		refused(t, identify(ctx, teacher, c, pupil), codes.FailedPrecondition, "TRANSITION_REFUSED")
	}
	h.authorises(principal, c)
	refused(t, identify(ctx, expert, c, pupil), codes.NotFound, "NOT_FOUND")
	if err := identify(ctx, teacher, c, "Aino"); err != nil {
		t.Fatal(err)
	}
	if err := identify(ctx, principal, c, " "+pupil+" "); err != nil { // the later one counts
		t.Fatal(err)
	}
	for name, p := range map[string]person{"teacher": teacher, "principal": principal, "expert": expert} {
		if got := h.pupil(p, c); got != pupil {
			t.Errorf("the %s reads %q", name, got)
		}
		if now := h.read(p, c.GetId()); now.GetRequest().GetAbout() != casespb.About_ABOUT_IDENTIFIED_PUPIL {
			t.Errorf("for the %s it is %s", name, now.GetRequest().GetAbout())
		}
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE case_id = $1 AND action = 'DISCLOSE' AND what = 'NAME' AND basis = 'PERMISSIONS'", c.GetId()); n != 2 {
		t.Errorf("%d disclosures of the name are in the audit", n)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE case_id = $1 AND action = 'READ_NAME'", c.GetId()); n != 5 {
		t.Errorf("%d reads of the name are in the audit", n)
	}
}

func TestThePupilsNameIsShownWhileThePermissionsStandAndToNobodyElse(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, principal, expert := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, identified())
	h.consents(teacher, c)
	h.authorises(principal, c)
	h.claim(expert, h.read(teacher, c.GetId()))
	if err := identify(ctx, teacher, c, pupil); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]person{
		"a colleague": h.teacher(taysSchool), "another expert": h.expert(valteriUnit, "VALTERI"), "the coordination": h.coordinator(""), "an admin": h.admin(),
	} {
		if _, err := p.GetPupil(ctx, &permitspb.GetPupilRequest{CaseId: c.GetId()}); err == nil {
			t.Errorf("%s reads who the pupil is", name)
		}
	}
	must[*permitspb.CasePermissions](t)(teacher.WithdrawConsent(ctx, &permitspb.WithdrawConsentRequest{CaseId: c.GetId()}))
	_, err := expert.GetPupil(ctx, &permitspb.GetPupilRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if got := h.pupil(teacher, c); got != "" {
		t.Errorf("after the withdrawal the school reads %q", got)
	}
	refused(t, identify(ctx, teacher, c, pupil), codes.FailedPrecondition, "TRANSITION_REFUSED")
	h.consents(teacher, c)
	if got := h.pupil(expert, c); got != pupil {
		t.Errorf("under a new consent the expert reads %q", got)
	}
}

func TestAConsentThatLeavesOutWhoTakesPartNamesNobody(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, principal := h.teacher(taysSchool), h.principal(taysSchool)
	c := h.file(teacher, request("fi", autism))
	h.authorises(principal, c)
	narrow := consent()
	narrow.Actors = []casespb.Actor{casespb.Actor_ACTOR_ELMERI}
	must[*permitspb.CasePermissions](t)(teacher.RecordConsent(t.Context(), &permitspb.RecordConsentRequest{CaseId: c.GetId(), Consent: narrow}))
	refused(t, identify(t.Context(), teacher, c, pupil), codes.FailedPrecondition, "TRANSITION_REFUSED")
}

func TestANameIsNoIdentityCodeAndNeverBlankAndNoGroupHasOne(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, principal := h.teacher(taysSchool), h.principal(taysSchool)
	group := request("fi", autism)
	group.About = casespb.About_ABOUT_GROUP
	for _, r := range []*casespb.Request{identified(), group} {
		c := h.file(teacher, r)
		h.consents(teacher, c)
		h.authorises(principal, c)
		blocked(t, identify(t.Context(), teacher, c, pupil+" 131052-308T"), "name")
		for _, name := range []string{"", "  "} {
			refused(t, identify(t.Context(), teacher, c, name), codes.InvalidArgument, "VALIDATION")
		}
		if err := identify(t.Context(), teacher, c, pupil); (err == nil) != (r != group) {
			t.Errorf("a request about %s is identified: %v", r.GetAbout(), err)
		}
	}
}
