package cases_test

import (
	"fmt"

	"github.com/anishathalye/porcupine"

	"github.com/vip-verkosto/vaatu/services/cases"
)

// part is what one lead assignment looks like from outside. It is the whole model: no phases, no rows, no locks.
type part struct {
	holder string
	// offer is the open hand-over and offeredTo who is asked.
	offer, offeredTo string
	version          int
}

// wanted is what somebody asks for, heard what they are told.
type wanted struct {
	part   int
	action cases.Action
	who    string
	// leads: who asks is head of the unit. to is whom they mean, offer which hand-over.
	leads     bool
	to, offer string
}

type heard struct {
	reason cases.RefusalReason
	rule   cases.Condition
	// holder is who holds it now, of a change as of a refused claim; version that of the case after a change.
	holder  string
	version int
}

// step answers what must be heard in a state, and the state after it.
func (p part) step(w wanted) (heard, part) {
	no := func(rule cases.Condition) (heard, part) { return heard{reason: cases.NotNow, rule: rule}, p }
	unknown := heard{reason: cases.Unknown}
	after := part{version: p.version + 1}
	switch w.action {
	case cases.ActionClaim:
		if p.holder != "" {
			return heard{reason: cases.HeldBySomebody, holder: p.holder}, p
		}
		after.holder = w.who
	case cases.ActionRelease:
		if p.holder != w.who {
			return unknown, p
		}
	case cases.ActionAssign:
		if p.holder == w.to {
			return no(cases.AnotherPerson)
		}
		after.holder = w.to
	case cases.ActionOfferHandOver:
		if p.holder != w.who {
			return unknown, p
		}
		if p.offer != "" {
			return no(cases.NotOffered)
		}
		after.holder, after.offer, after.offeredTo = p.holder, w.offer, w.to
	case cases.ActionAcceptHandOver, cases.ActionDeclineHandOver:
		if p.offer != w.offer || p.offeredTo != w.who {
			return no(cases.OfferedToMe)
		}
		after.holder = p.holder
		if w.action == cases.ActionAcceptHandOver {
			after.holder = w.who
		}
	case cases.ActionRevokeHandOver:
		if p.holder != w.who && !w.leads {
			return unknown, p
		}
		if p.offer != w.offer {
			return no(cases.OfferOpen)
		}
		after.holder = p.holder
	default:
		panic("the model does not know " + string(w.action))
	}
	return heard{holder: after.holder, version: after.version}, after
}

// model is step as the checker wants it: each assignment on its own, from filing on.
var model = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		var parts [][]porcupine.Operation
		for _, op := range history {
			n := op.Input.(wanted).part
			for len(parts) <= n {
				parts = append(parts, nil)
			}
			parts[n] = append(parts[n], op)
		}
		return parts
	},
	Init: func() any { return part{version: filedVersion} },
	Step: func(state, input, output any) (bool, any) {
		want, after := state.(part).step(input.(wanted))
		return want == output.(heard), after
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v: %+v", input, output) },
}

// filedVersion is that of a case that was filed and routed.
const filedVersion = 2
