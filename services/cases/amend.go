package cases

import "slices"

// unclaimed reports whether nobody works on the case: the lead waits, or there is none, and no partner takes part.
func (c Case) unclaimed() bool {
	return !slices.ContainsFunc(c.Assignments, func(a Assignment) bool {
		return c.stands(a) && (a.State != Waiting || a.Part == PartnerPart)
	})
}

// held answers the lead, or the partner's part, that somebody holds.
func (c Case) held() (Assignment, bool) {
	i := slices.IndexFunc(c.Assignments, func(a Assignment) bool { return c.stands(a) && a.State == Held })
	if i < 0 {
		return Assignment{}, false
	}
	return c.Assignments[i], true
}

// decide lets the case go where the new answers lead. It stays where it is when they lead there too, and where a person has
// chosen: coordination has routed it, or will because a unit declined or closed.
func (a Amend) decide(c Case, _ Meta) ([]Data, error) { //nolint:unparam // every command may refuse, also one that never does
	amended := Amended{WordsID: a.WordsID, Facts: a.Facts.ofSchool(c.Facts), Routing: c.Routing, PermissionNeeded: a.PermissionNeededByAll, PermissionNeededByAll: &a.PermissionNeededByAll}
	if !c.Routing.byPerson() && !amended.Facts.routedAs(c.Facts) {
		amended.Routing = a.Routing
	}
	lead, led := c.Lead()
	to := amended.Routing.Unit
	switch {
	case to != nil && led && lead.Unit.ID == to.ID:
		amended.PermissionNeeded = amended.Facts.NeedsPermission(a.Modes)
	case to != nil:
		amended.AssignmentID, amended.PermissionNeeded = a.AssignmentID, a.PermissionNeeded
	}
	return []Data{amended}, nil
}

// unitClosed is why a case is in triage whose unit works no more.
const unitClosed = "UNIT_CLOSED"

// disputed is why a case is in triage of which it was settled that another unit is found.
const disputed = "DISPUTE"

// byPerson reports whether where the case is was a person's choice, or is going to be because its unit leads no more.
func (r Routing) byPerson() bool {
	return r.Overridden || r.TriageReason == "DECLINE" || r.TriageReason == unitClosed || r.TriageReason == disputed
}

// ofSchool answers the answers of a request with what the case knows of its school.
func (f Facts) ofSchool(school Facts) Facts {
	f.SchoolID, f.SchoolNameFi, f.SchoolNameSv, f.ProviderID = school.SchoolID, school.SchoolNameFi, school.SchoolNameSv, school.ProviderID
	f.Area, f.CountyCode, f.MunicipalityCode = school.Area, school.CountyCode, school.MunicipalityCode
	return f
}

// routedAs reports whether two requests of a school have the answers alike by which they are routed.
func (f Facts) routedAs(g Facts) bool {
	alike := func(a, b []string) bool {
		return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
	}
	return f.Language == g.Language && f.Level == g.Level && f.About == g.About && f.Urgency == g.Urgency &&
		alike(f.Needs, g.Needs) && alike(f.WishedForms, g.WishedForms) && alike(f.Risks, g.Risks)
}

// amend takes the new answers over. A unit that they do not lead to loses the lead, with what it has asked.
func (c *Case) amend(d Amended, e Event) {
	c.Facts, c.Routing = d.Facts, d.Routing
	if d.PermissionNeededByAll != nil {
		c.PermissionNeeded = *d.PermissionNeededByAll
	}
	lead, led := c.Lead()
	switch to := d.Routing.Unit; {
	case to == nil:
		c.endLead(e)
		c.PermissionNeeded = d.PermissionNeeded
	case led && lead.Unit.ID == to.ID:
		c.at(lead.ID).PermissionNeeded = d.PermissionNeeded
	default:
		c.giveLead(Assignment{ID: d.AssignmentID, Unit: *to, PermissionNeeded: d.PermissionNeeded}, e)
	}
}
