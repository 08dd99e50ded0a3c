package cases_test

import (
	"slices"
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// doers: what somebody can do here, exactly those can whose it is.
func doers(t *testing.T, n *node, moves []move) {
	t.Helper()
	can := map[cases.Command]bool{}
	key := func(m move) cases.Command {
		if p, ok := m.cmd.(cases.RecordPermit); ok { // holds a list, which is no key
			return cases.WithdrawPermit{Kind: p.Kind + cases.PermitKind(p.PermitID)}
		}
		if r, ok := m.cmd.(cases.Route); ok {
			return cases.Claim{AssignmentID: "route to " + r.Unit.ID}
		}
		if i, ok := m.cmd.(cases.Invite); ok {
			return cases.Claim{AssignmentID: "invite " + i.Unit.ID}
		}
		if l, ok := m.cmd.(cases.Limit); ok {
			return cases.Claim{AssignmentID: "limit " + l.AssignmentID}
		}
		if o, ok := m.cmd.(cases.OfferHandOver); ok {
			return cases.Claim{AssignmentID: "offer " + o.AssignmentID + o.To.ID}
		}
		if _, ok := m.cmd.(cases.Reopen); ok {
			return cases.Claim{AssignmentID: "reopen"}
		}
		if a, ok := m.cmd.(cases.Amend); ok {
			return cases.Claim{AssignmentID: "amend " + a.WordsID}
		}
		if w, ok := m.cmd.(cases.WindUp); ok {
			return cases.Claim{AssignmentID: "wind up " + w.AssignmentID + w.HandOverID + w.NewID}
		}
		return m.cmd
	}
	for _, m := range moves {
		can[key(m)] = can[key(m)] || m.did()
	}
	for _, m := range moves {
		if does := m.did(); can[key(m)] && does != isTheirs(n.c, m) {
			t.Errorf("%s: %v, %v", m.what(), does, m.err)
		}
	}
}

// isTheirs says whose each action is, in words of the product and not of the tables.
func isTheirs(c cases.Case, m move) bool {
	who := m.who.PersonID
	if who == clock.PersonID {
		return slices.Contains(timely, cases.ActionOf(m.cmd))
	}
	school := who == c.Filer.ID || who == casetest.Principal().PersonID
	switch cmd := m.cmd.(type) {
	case cases.Route:
		return who == casetest.Coordinator().PersonID
	case cases.Reply, cases.Acknowledge, cases.Tell, cases.Close, cases.Withdraw, cases.Reopen, cases.Amend, cases.Identify:
		return school
	case cases.PassOn:
		return school && who != casetest.Colleague().PersonID || who == casetest.Principal().PersonID
	case cases.RecordPermit, cases.WithdrawPermit:
		authorises := slices.Contains([]cases.Action{cases.ActionAuthorise, cases.ActionWithdrawAuthorisation}, cases.ActionOf(m.cmd))
		return school && (!authorises || who == casetest.Principal().PersonID)
	case cases.RemoveAttachment:
		lead, _ := c.Lead()
		theirs := school && cmd.Own || holdsOpen(c, who) && (cmd.Own || who == lead.Holder.ID)
		return school && untouched(c) || theirs && cmd.ReasonID != ""
	case cases.PostMessage:
		return school || holdsOpen(c, who)
	case cases.Ask:
		if _, led := c.Lead(); !led {
			return who == casetest.Coordinator().PersonID
		}
		return holdsOpen(c, who)
	case cases.WriteAdvice:
		return holdsOpen(c, who)
	}
	return isTheUnits(c, m)
}

// isTheUnits is isTheirs for what is done in units.
func isTheUnits(c cases.Case, m move) bool {
	who := m.who.PersonID
	lead, led := c.Lead()
	head := who == casetest.Head().PersonID
	switch cmd := m.cmd.(type) {
	case cases.DisputeLead:
		return holdsOpen(c, who)
	case cases.WithdrawDispute:
		return holds(c, who, c.Dispute.AssignmentID)
	case cases.SettleDispute:
		return who == casetest.Coordinator().PersonID
	case cases.PublishAdvice, cases.Invite, cases.Limit, cases.Dismiss:
		return who == lead.Holder.ID
	case cases.CloseUnanswered:
		if !led {
			return who == casetest.Coordinator().PersonID
		}
		return who == lead.Holder.ID || head && lead.Unit.ID == casetest.Unit.ID
	case cases.Claim:
		return worksIn(m.who, c, cmd.AssignmentID)
	case cases.Release:
		return holds(c, who, cmd.AssignmentID)
	case cases.Complete:
		return holds(c, who, cmd.AssignmentID)
	case cases.OfferHandOver:
		return holds(c, who, cmd.AssignmentID) && who != cmd.To.ID
	case cases.Assign:
		return head && worksIn(m.who, c, cmd.AssignmentID)
	case cases.Decline:
		a, _ := c.Assignment(cmd.AssignmentID)
		return worksIn(m.who, c, cmd.AssignmentID) && (a.State == cases.Waiting || who == a.Holder.ID || head)
	case cases.AcceptHandOver:
		return offeredTo(c, m.who, cmd.HandOverID)
	case cases.DeclineHandOver:
		return offeredTo(c, m.who, cmd.HandOverID)
	case cases.RevokeHandOver:
		h, a := offer(c, cmd.HandOverID)
		return holds(c, who, h.AssignmentID) || head && a.Unit.ID == casetest.Unit.ID
	}
	return false
}

// untouched: nobody works on the case yet, or has been asked to.
func untouched(c cases.Case) bool {
	return !c.Phase().Ended() && c.PublishTime.IsZero() && !slices.ContainsFunc(c.Assignments, func(a cases.Assignment) bool {
		return c.Stands(a) && (a.State != cases.Waiting || a.Part == cases.PartnerPart)
	})
}

func holdsOpen(c cases.Case, who string) bool {
	return slices.ContainsFunc(c.Assignments, func(a cases.Assignment) bool {
		return c.Opens(a) && a.State == cases.Held && a.Holder.ID == who
	})
}

func holds(c cases.Case, who, assignmentID string) bool {
	a, _ := c.Assignment(assignmentID)
	return a.State == cases.Held && a.Holder.ID == who
}

func worksIn(p permission.Principal, c cases.Case, assignmentID string) bool {
	a, _ := c.Assignment(assignmentID)
	return inUnitOf(p, a.Unit.ID)
}

func inUnitOf(p permission.Principal, unitID string) bool {
	return slices.ContainsFunc(p.Grants, func(g permission.Grant) bool { return g.UnitID == unitID })
}

func offer(c cases.Case, id string) (cases.HandOver, cases.Assignment) {
	i := slices.IndexFunc(c.HandOvers, func(h cases.HandOver) bool { return h.ID == id })
	a, _ := c.Assignment(c.HandOvers[i].AssignmentID)
	return c.HandOvers[i], a
}

func offeredTo(c cases.Case, p permission.Principal, id string) bool {
	h, _ := offer(c, id)
	return h.To.ID == p.PersonID || h.ToUnit.ID != "" && inUnitOf(p, h.ToUnit.ID)
}

// personOf answers somebody as a case names them.
func personOf(p permission.Principal) cases.Person { return cases.Person{ID: p.PersonID, Name: p.Name} }
