package wire

import (
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
)

// Clocks answers how goals stand.
func Clocks(all []clocks.Clock) []*casespb.Clock {
	ms := make([]*casespb.Clock, len(all))
	for i, k := range all {
		ms[i] = clock(k)
	}
	return ms
}

func clock(k clocks.Clock) *casespb.Clock {
	m := &casespb.Clock{
		Goal: Parse[casespb.Goal](string(k.Goal)), State: Parse[casespb.ClockState](string(k.State)),
		TargetDays: int32(k.Target.Days), UsedDays: int32(k.Used), //nolint:gosec // small
		Today: Parse[casespb.DayOwner](string(k.Today)),
	}
	if !k.Waits() {
		m.WarnDate, m.DueDate = k.Warn.String(), k.Due.String()
	}
	for _, p := range k.Paused {
		m.Paused = append(m.Paused, &casespb.PausedDays{Owner: Parse[casespb.DayOwner](string(p.Owner)), Days: int32(p.Days)}) //nolint:gosec // small
	}
	return m
}
