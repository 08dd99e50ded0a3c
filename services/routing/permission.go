package routing

import (
	"slices"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// permissionNeeded reports whether guardian's consent and the school's authorisation must both be there before the
// work starts: by the data of the unit and its actor, or, in triage, when every active actor asks for them.
func permissionNeeded(asked cases.Facts, routing cases.Routing, data *directorypb.RoutingData, day string) bool {
	if routing.Unit == nil {
		return neededByAll(asked, data, day)
	}
	return asked.NeedsPermission(modesOf(routing.Unit.ID, data.GetUnits(), data.GetActors()))
}

// neededByAll reports whether every active actor asks for both.
func neededByAll(asked cases.Facts, data *directorypb.RoutingData, day string) bool {
	active := slices.DeleteFunc(slices.Clone(data.GetActors()), func(a *directorypb.ActorInfo) bool {
		return !rules.Open(a, day)
	})
	return len(active) > 0 && !slices.ContainsFunc(active, func(a *directorypb.ActorInfo) bool {
		return !asked.NeedsPermission(a.GetPermissionModes())
	})
}

// modesOf answers the modes in which a unit wants permissions: its actor's, and its own wish for always.
func modesOf(unitID string, units []*directorypb.Unit, actors []*directorypb.ActorInfo) []string {
	i := slices.IndexFunc(units, func(u *directorypb.Unit) bool { return u.GetId() == unitID })
	if i < 0 {
		return nil
	}
	unit := units[i]
	var modes []string
	for _, a := range actors {
		if a.GetActor() == unit.GetActor() {
			modes = slices.Clone(a.GetPermissionModes())
		}
	}
	if unit.GetPermissionAlways() {
		modes = append(modes, cases.ModeAlways)
	}
	return modes
}

// charges reports whether the actor of the chosen unit charges.
func charges(routing cases.Routing, actors []*directorypb.ActorInfo) bool {
	return routing.Unit != nil && slices.ContainsFunc(actors, func(a *directorypb.ActorInfo) bool {
		return wire.Code(a.GetActor()) == routing.Unit.Actor && a.GetCharges()
	})
}
