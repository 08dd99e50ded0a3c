package intake

import (
	"maps"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// abandoned is after how many days a draft that nobody saves is deleted; school breaks are not counted.
const abandoned = 90

// expiry answers the day on which a draft that was saved now is deleted.
func expiry(now time.Time) string {
	return workdays.CommonBreaks().After(workdays.Of(now), abandoned).String()
}

// draftPerson is somebody who writes a draft, or changed a field of it.
type draftPerson struct {
	DraftID  string `db:"draft_id"`
	PersonID string `db:"person_id"`
	Name     string `db:"name"`
	// First: the person began it. Writes: they write it now.
	First  bool `db:"first"`
	Writes bool `db:"writes"`
}

// askPeople queues the question who is in drafts.
func askPeople(tx *postgres.Tx, to *[]draftPerson, ids ...string) {
	postgres.Rows(tx, to, "SELECT draft_id, person_id, name, first, writes FROM intake.draft_people($1)", ids)
}

func ofDraft(people []draftPerson, id string) []draftPerson {
	return slices.DeleteFunc(slices.Clone(people), func(p draftPerson) bool { return p.DraftID != id })
}

// writers answers who writes the draft, as one of them is told.
func (d draft) writers(me string) []*intakepb.Writer {
	var all []*intakepb.Writer
	for _, p := range d.people {
		if p.Writes {
			all = append(all, &intakepb.Writer{PersonId: p.PersonID, Name: p.Name, First: p.First, Me: p.PersonID == me})
		}
	}
	return all
}

// changes of a draft, by the name of the field. They say who and when, and never what.
type changes map[string]changed

// changed is the last change of a field.
type changed struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// with answers the changes and, by c, those between two states of the request.
func (all changes) with(before, after *casespb.Request, c changed) changes {
	next := changes{}
	maps.Copy(next, all)
	old, now := before.ProtoReflect(), after.ProtoReflect()
	for i := range fieldsOfRequest.Len() {
		if f := fieldsOfRequest.Get(i); !old.Get(f).Equal(now.Get(f)) {
			next[string(f.Name())] = c
		}
	}
	return next
}

func (d draft) fieldChanges(me string) []*intakepb.FieldChange {
	var all []*intakepb.FieldChange
	for i := range fieldsOfRequest.Len() {
		f := fieldsOfRequest.Get(i)
		c, ok := d.Changes[string(f.Name())]
		if !ok {
			continue
		}
		m := &intakepb.FieldChange{Field: f.JSONName(), Me: c.By == me, Time: wire.Time(c.At)}
		for _, p := range d.people {
			if p.PersonID == c.By {
				m.Name = p.Name
			}
		}
		all = append(all, m)
	}
	return all
}

// copied answers the answers of a request that a new one may begin with: those that are not of one case alone.
func copied(r *casespb.Request) *casespb.Request {
	c := proto.CloneOf(r)
	c.Permissions, c.PaymentCommitment, c.Similar = nil, casespb.PaymentCommitment_PAYMENT_COMMITMENT_UNSPECIFIED, casespb.Similar_SIMILAR_UNSPECIFIED
	return c
}
