package cases

import "slices"

// aboutIdentified is the code of a request about one pupil who is known by name.
const aboutIdentified = "IDENTIFIED_PUPIL"

func (i Identify) decide(Case, Meta) ([]Data, error) { return []Data{Identified(i)}, nil }

// identify makes a request about somebody who is known: whoever works on it, and whoever the lead is offered to, needs both
// permissions from now on, whatever the unit's data say. Of who is asked later the data say it.
func (c *Case) identify() {
	c.Facts.About, c.PermissionNeeded = aboutIdentified, true
	for i := range c.HandOvers {
		if h := &c.HandOvers[i]; h.State == Offered && h.ToUnit.ID != "" {
			h.PermissionNeeded = true
		}
	}
	for i := range c.Assignments {
		if a := &c.Assignments[i]; c.stands(*a) {
			a.PermissionNeeded = true
		}
	}
}

// permitted reports whether both permissions stand and cover everybody who has a part in the case.
func (c Case) permitted() bool {
	return c.namesPupil("") && !slices.ContainsFunc(c.Assignments, func(a Assignment) bool {
		return c.stands(a) && !c.consents(a.Unit.Actor)
	})
}

// namesPupil reports whether both permissions let an actor hear who the pupil is; no actor: whether they let anybody.
func (c Case) namesPupil(actor string) bool { return !c.uncovered(true, actor) }

// NamesPupilTo reports whether the pupil's name may be shown to somebody of a unit, or of the school where none is named, who
// reads the case: to nobody but while the request is about an identified pupil and both permissions stand.
func (c Case) NamesPupilTo(unitID string) bool {
	part, takesPart := c.partOf(unitID)
	return (takesPart || unitID == "") && c.Facts.About == aboutIdentified && !c.PermissionMissing() && c.namesPupil(part.Unit.Actor)
}
