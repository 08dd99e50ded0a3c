package gateway

import (
	"net/http"
	"testing"

	"google.golang.org/grpc/codes"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

// claimedRoles are roles in schools that anybody who administers a provider could write.
var claimedRoles = map[string]string{"a principal": "m;30076;;rehtori", "a learner": "m;30076;7B;oppilas"}

func withoutSchoolRoles(c *Config) { c.Providers[0].SchoolRoles = false }

func TestOnlyAProviderOfRolesInSchoolsGivesThem(t *testing.T) {
	t.Parallel()
	for name, role := range claimedRoles {
		s, p := newSignInSite(t, withoutSchoolRoles)
		p.lie(func(p *idp) { p.claims = map[string]any{mpassRole: role} })
		if got := s.visit(s.callbackOf("/auth/login")); got.status != http.StatusSeeOther {
			t.Errorf("%s is answered %d %s", name, got.status, got.body)
			continue
		}
		if roles := s.access.one(t).request.(*accesspb.OpenSessionRequest).GetSchoolRoles(); len(roles) > 0 {
			t.Errorf("%s has %v", name, roles)
		}
	}
	s, p := newSignInSite(t, withoutSchoolRoles)
	p.lie(func(p *idp) { p.claims = map[string]any{"urn:mpass.id:uid": "u"} })
	s.access.refuse(codes.PermissionDenied, reasonNoRole, nil)
	s.visit(s.callbackOf("/auth/login")).page(t, 403, "Sinulla ei ole roolia Vaatussa") // nothing of a school's directory
}

func TestOnlyAProviderOfRolesInSchoolsGivesThemToMachines(t *testing.T) {
	t.Parallel()
	p := newPlant(t, withoutSchoolRoles)
	for name, role := range claimedRoles {
		token := p.idp.accessToken(t, func(said map[string]any) { said[mpassRole] = role })
		if got := p.me("Bearer " + token); got.status != http.StatusOK {
			t.Errorf("%s is answered %d %s", name, got.status, got.body)
		}
	}
	for _, o := range p.openings() {
		if len(o.GetSchoolRoles()) > 0 {
			t.Errorf("a machine has %v", o.GetSchoolRoles())
		}
	}
}
