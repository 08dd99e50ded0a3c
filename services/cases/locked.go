package cases

import (
	"context"
	"fmt"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// LockedArgs is the job that tells those who work on a case that its content is locked to them now.
type LockedArgs struct {
	CaseID  string `json:"case_id"`
	Version int    `json:"version"`
	// AssignmentIDs are the parts that opened the content until now.
	AssignmentIDs []string `json:"assignment_ids"`
}

// Kind names the job for River.
func (LockedArgs) Kind() string { return "locked" }

// locked answers the parts that an event of permissions locks the content to: it was open to them until then.
func locked(before, after Case, e Event) []string {
	var ids []string
	switch e.Data.(type) {
	case PermitRecorded, PermitEnded:
		for _, a := range after.Assignments {
			if was, ok := before.Assignment(a.ID); ok && before.opens(was) && after.stands(a) && !after.opens(a) {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

// lockedTo is what the permission to hear of a lock looks at: parts that somebody has, as only open content is taken, and that
// open it no longer.
func (c Case) lockedTo() permission.Subject {
	return c.subject(func(a Assignment) bool { return c.stands(a) && a.State != Waiting && !c.opens(a) })
}

// Lock answers a case whose content is locked to somebody who would read it otherwise, and the part that they would read it by. It
// is for what a card shows and for what may be done without the content. A *Refusal with Unknown for everybody else.
func (r Reader) Lock(ctx context.Context, p permission.Principal, id string) (Case, Assignment, error) {
	var q *pendingCase
	err := r.DB.Read(as(ctx, p), func(tx *postgres.Tx) error {
		q = r.queue(tx, Target{CaseID: id}, false)
		return nil
	})
	if err != nil {
		return Case{}, Assignment{}, fmt.Errorf("reading a case that is locked: %w", err)
	}
	c, _, err := q.result()
	if err != nil {
		return Case{}, Assignment{}, err
	}
	_, reads := p.Can(permission.ReadCase, c.Subject())
	grant, ok := p.Can(permission.ReadLock, c.lockedTo())
	if reads || !ok {
		return Case{}, Assignment{}, &Refusal{Reason: Unknown}
	}
	part, _ := c.partOf(grant.UnitID)
	return c, part, nil
}
