package clocks_test

import (
	"fmt"
	"strings"

	"github.com/vip-verkosto/vaatu/services/cases/clocks"
)

var causes = map[clocks.Owner]string{
	clocks.Expert: "held by an expert", clocks.School: "waiting for the school", clocks.Permission: "waiting for a permission",
	clocks.SchoolBreak: "the school has a break", clocks.ActorBreak: "the actor has a break",
}

// inWords answers the arithmetic of a clock: "3 working days used, 4 paused: waiting for the school. Target 5."
func inWords(k clocks.Clock) string {
	var b strings.Builder
	unit := "days"
	if k.Used == 1 {
		unit = "day"
	}
	fmt.Fprintf(&b, "%d working %s used", k.Used, unit)
	for i, p := range k.Paused {
		if i == 0 {
			fmt.Fprintf(&b, ", %d paused: %s", k.PausedDays(), causes[p.Owner])
		} else {
			fmt.Fprintf(&b, ", %s", causes[p.Owner])
		}
		if len(k.Paused) > 1 {
			fmt.Fprintf(&b, " %d", p.Days)
		}
	}
	fmt.Fprintf(&b, ". Target %d.", k.Target.Days)
	return b.String()
}
