package permission_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// names answers the values of an enum of the contract, without prefix and zero.
func names(d protoreflect.EnumDescriptor, prefix string) []string {
	var all []string
	for i := range d.Values().Len() {
		if v := d.Values().Get(i); v.Number() != 0 {
			all = append(all, strings.TrimPrefix(string(v.Name()), prefix))
		}
	}
	slices.Sort(all)
	return all
}

func TestEveryPermissionOfTheContractHasARuleAndNoOther(t *testing.T) {
	t.Parallel()
	ruled := []string{string(permission.Session), string(permission.Public)}
	for _, r := range permission.Rules {
		if len(r.Roles) == 0 {
			t.Errorf("a rule of %s names no role", r.Permission)
		}
		if r.Permission == permission.Session {
			t.Error("a person may open sessions: that is the gateway's alone")
		}
		if r.Permission == permission.Public {
			t.Error("a role is asked for what anybody may do")
		}
		ruled = append(ruled, string(r.Permission))
	}
	slices.Sort(ruled)
	want := names(accesspb.Permission(0).Descriptor(), "PERMISSION_")
	if got := slices.Compact(ruled); !slices.Equal(got, want) {
		t.Errorf("the table has %v; the contract %v", got, want)
	}
}

func TestEveryRoleOfTheContractIsInTheTableAndNoOther(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range permission.Rules {
		for _, role := range r.Roles {
			got = append(got, string(role))
		}
	}
	slices.Sort(got)
	if got, want := slices.Compact(got), names(accesspb.Role(0).Descriptor(), "ROLE_"); !slices.Equal(got, want) {
		t.Errorf("the table has %v; the contract %v", got, want)
	}
}

// The walls that no change of the table may move.
func TestContentIsForSchoolAndUnitOnly(t *testing.T) {
	t.Parallel()
	content := []permission.Permission{
		permission.ReadCase, permission.ReadEvents, permission.PostMessage, permission.Ask, permission.Reply,
		permission.WriteAdvice, permission.PublishAdvice, permission.Draft,
	}
	outside := []permission.Role{permission.Coordinator, permission.Vipu, permission.Admin, permission.Auditor}
	for _, r := range permission.Rules {
		if !slices.Contains(content, r.Permission) {
			continue
		}
		if r.Relation == permission.ByBreakGlass {
			if r.Permission != permission.ReadCase && r.Permission != permission.ReadEvents || !slices.Equal(r.Roles, []permission.Role{permission.Coordinator}) {
				t.Errorf("break-glass gives %s to %v; it gives the coordination what is to be read", r.Permission, r.Roles)
			}
			continue
		}
		for _, role := range outside {
			if slices.Contains(r.Roles, role) {
				t.Errorf("%s is given to %s", r.Permission, role)
			}
		}
		if r.Relation == permission.Anyone || r.Relation == permission.OwnArea {
			t.Errorf("%s is given by %s", r.Permission, r.Relation)
		}
		if slices.Contains(r.Roles, permission.Expert) && r.Relation != permission.Holder {
			t.Errorf("an expert gets %s by %s; only the holder may", r.Permission, r.Relation)
		}
		if slices.Contains(r.Roles, permission.Requester) && r.Relation != permission.Filer && r.Permission != permission.Draft {
			t.Errorf("a teacher gets %s by %s; only the filer may", r.Permission, r.Relation)
		}
	}
}
