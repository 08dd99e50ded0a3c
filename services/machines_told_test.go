package services_test

import (
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
)

// telling is an opening by which a provider tells who somebody is; with a machine's access token where there is one.
func telling(name string, s *accesspb.SchoolRole, m *accesspb.Machine) *accesspb.OpenSessionRequest {
	return &accesspb.OpenSessionRequest{
		Subject: "maija", DisplayName: name, Email: name + "@example.fi", Language: "sv", SchoolRoles: []*accesspb.SchoolRole{s}, Machine: m,
	}
}

// known is all that an opening may change of a person, but for when they were there.
const known = `SELECT concat_ws(' ', p.display_name, p.email, p.language, (SELECT string_agg(g.school_id::text, ' ') FROM access.grants g WHERE g.person_id = p.id))
	FROM access.persons p WHERE p.subject = 'maija'`

func TestATokenWhoseSessionWasEndedChangesNothing(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	role := func(s school) *accesspb.SchoolRole {
		return &accesspb.SchoolRole{School: h.oidOf(s), Role: accesspb.Role_ROLE_REQUESTER}
	}
	m := &accesspb.Machine{Token: machineToken(), ExpireTime: timestamppb.New(time.Now().Add(time.Hour))}
	must[person](t)(h.open(telling("maija", role(taysSchool), m)))
	if _, err := h.access.RevokeSession(t.Context(), &accesspb.RevokeSessionRequest{Token: m.GetToken()}); err != nil {
		t.Fatal(err)
	}
	const all = "SELECT p::text || (SELECT string_agg(g::text, ' ') FROM access.grants g) FROM access.persons p WHERE p.subject = 'maija'"
	before := h.text(all)
	m.IssueTime = timestamppb.Now()
	must[person](t)(h.open(telling("another", role(oysSchool), m)))
	if after := h.text(all); after != before {
		t.Errorf("she was %s and is %s", before, after)
	}
}

func TestAnOldTokenBringsNothingBack(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	tays := &accesspb.SchoolRole{School: h.oidOf(taysSchool), Role: accesspb.Role_ROLE_REQUESTER}
	oys := &accesspb.SchoolRole{School: h.oidOf(oysSchool), Role: accesspb.Role_ROLE_REQUESTER}
	madeAt := func(when *timestamppb.Timestamp) *accesspb.Machine {
		return &accesspb.Machine{Token: machineToken(), ExpireTime: timestamppb.New(time.Now().Add(time.Hour)), IssueTime: when}
	}
	hourAgo := timestamppb.New(time.Now().Add(-time.Hour))
	must[person](t)(h.open(telling("first", tays, madeAt(hourAgo))))
	must[person](t)(h.open(telling("second", oys, nil))) // in a browser
	told := h.text(known)
	for name, when := range map[string]*timestamppb.Timestamp{"of before": hourAgo, "of no known time": nil} {
		p := must[person](t)(h.open(telling("third", tays, madeAt(when))))
		if now := h.text(known); now != told {
			t.Errorf("a token %s makes %s of %s", name, now, told)
		}
		must[*directorypb.Me](t)(p.GetMe(t.Context(), &directorypb.GetMeRequest{})) // it opens her session all the same
	}
	newer := timestamppb.Now()
	must[person](t)(h.open(telling("fourth", tays, madeAt(newer))))
	if now := h.text(known); now == told {
		t.Errorf("a token that was made later leaves %s", now)
	}
	told = h.text(known)
	must[person](t)(h.open(telling("fifth", oys, madeAt(newer)))) // no later than what is known
	if now := h.text(known); now != told {
		t.Errorf("a token of the same moment makes %s of %s", now, told)
	}
}
