package rules

import (
	"slices"
	"testing"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/routing/rules/rulestest"
)

func TestDatesLanguagesAndLeadsAreTheDatas(t *testing.T) {
	t.Parallel()
	actor := func(d *directorypb.RoutingData, a casespb.Actor) *directorypb.ActorInfo {
		return d.GetActors()[slices.IndexFunc(d.GetActors(), func(i *directorypb.ActorInfo) bool { return i.GetActor() == a })]
	}
	for name, c := range map[string]struct {
		change func(*directorypb.RoutingData)
		facts  cases.Facts
		want   string
	}{
		"an actor that has ended": {func(d *directorypb.RoutingData) {
			actor(d, casespb.Actor_ACTOR_ELMERI).ActiveTo = "2026-11-22"
		}, at("HYKS", "fi", "PSYCHOSOCIAL"), "GAP"},
		"an actor on its last day": {func(d *directorypb.RoutingData) {
			actor(d, casespb.Actor_ACTOR_ELMERI).ActiveTo = today
		}, at("HYKS", "fi", "PSYCHOSOCIAL"), elmeri},
		"an actor that begins tomorrow": {func(d *directorypb.RoutingData) {
			actor(d, casespb.Actor_ACTOR_ELMERI).ActiveFrom = "2026-11-24"
		}, at("HYKS", "fi", "PSYCHOSOCIAL"), "GAP"},
		"a unit that has ended": {func(d *directorypb.RoutingData) {
			for _, u := range d.GetUnits() {
				if u.GetNameFi() == onerva {
					u.ActiveTo = "2025-01-01"
				}
			}
		}, at("KYS", "fi", "VISION"), valteri},
		"an actor that stopped to take leads": {func(d *directorypb.RoutingData) {
			actor(d, casespb.Actor_ACTOR_VALTERI).TakesLeads = false
		}, at("KYS", "fi", "VISION"), "GAP"},
		"an actor that joins only": {func(d *directorypb.RoutingData) {
			actor(d, casespb.Actor_ACTOR_VALTERI).JoinsOnly = true
		}, at("KYS", "fi", "VISION"), "GAP"},
		"an actor that gave up a language": {func(d *directorypb.RoutingData) {
			actor(d, casespb.Actor_ACTOR_VALTERI).Languages = []string{"fi"}
		}, at("HYKS", "sv", "VISION"), "GAP"},
	} {
		data := rulestest.Data(t, folder)
		c.change(data)
		if got := landed(decide(c.facts, data)); got != c.want {
			t.Errorf("%s: lands at %q, want %q", name, got, c.want)
		}
	}
}
