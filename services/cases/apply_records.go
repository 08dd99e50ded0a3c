package cases

// applyHandOver applies what happens to offers of assignments.
func (c *Case) applyHandOver(e Event) {
	switch d := e.Data.(type) {
	case HandedOver:
		h := HandOver{
			ID: d.HandOverID, AssignmentID: d.AssignmentID, PermissionNeeded: d.PermissionNeeded, State: Offered,
			Until: d.Until, OfferTime: e.At,
		}
		if d.To != nil {
			h.To = *d.To
		}
		if d.ToUnit != nil {
			h.ToUnit = *d.ToUnit
		}
		c.HandOvers = append(c.HandOvers, h)
	case TakenOver:
		h, _ := c.HandOver(d.HandOverID)
		c.endOffers(h.AssignmentID, HandOverAccepted, e)
		if h.ToUnit.ID == "" {
			c.hold(h.AssignmentID, e.By.Person, e)
			return
		}
		c.takeLead(h, d.AssignmentID, e)
	case HandOverEnded:
		h, _ := c.HandOver(d.HandOverID)
		c.endOffers(h.AssignmentID, d.State, e)
	}
}

// takeLead moves the lead to another unit: to its part in the case, or to a new one.
func (c *Case) takeLead(h HandOver, newID string, e Event) {
	c.endLead(e)
	c.Routing = c.Routing.to(h.ToUnit)
	part, takesPart := c.partOf(h.ToUnit.ID)
	if !takesPart {
		part = Assignment{ID: newID, Unit: h.ToUnit, PermissionNeeded: h.PermissionNeeded}
		c.give(part, e)
	}
	c.hold(part.ID, e.By.Person, e)
	c.lead(part.ID)
}

// lead makes a part the lead, from which nothing is kept.
func (c *Case) lead(id string) { c.at(id).Part, c.at(id).Hidden = LeadPart, nil }

// endOffers ends the open hand-over of an assignment.
func (c *Case) endOffers(assignmentID string, state HandOverState, e Event) {
	for i := range c.HandOvers {
		if h := &c.HandOvers[i]; h.AssignmentID == assignmentID && h.State == Offered {
			h.State, h.EndTime = state, e.At
		}
	}
}

// applyPermit applies what happens to permissions.
func (c *Case) applyPermit(e Event) {
	switch d := e.Data.(type) {
	case PermitRecorded:
		for i := range c.Permits {
			if p := &c.Permits[i]; p.Kind == d.Kind && p.State == PermitGiven {
				p.State, p.EndTime = PermitReplaced, e.At
			}
		}
		p := Permit{
			ID: d.PermitID, Kind: d.Kind, State: PermitGiven, Actors: d.Actors, Get: d.Get, Transfer: d.Transfer,
			Date: d.Date, ValidUntil: d.ValidUntil, How: d.How, RecordedBy: e.By.Person, RecordTime: e.At,
		}
		if d.Refused {
			p.State, p.EndTime = PermitRefused, e.At
		}
		c.Permits = append(c.Permits, p)
	case PermitEnded:
		for i := range c.Permits {
			if p := &c.Permits[i]; p.ID == d.PermitID {
				p.State, p.EndTime = d.State, e.At
			}
		}
	}
}
