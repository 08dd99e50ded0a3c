package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// RemoveAttachment destroys a file of the case. Own: the caller has added it. ReasonID names the sealed reason.
type RemoveAttachment struct {
	AttachmentID string
	Own          bool
	ReasonID     string
}

// decide lets the school remove what it likes while it may amend the request: nobody works on it. Otherwise it takes a reason, and is for
// whoever added the file, and for who holds the lead.
func (r RemoveAttachment) decide(c Case, m Meta) ([]Data, error) {
	switch {
	case !c.removes(m.By, r.Own):
		return nil, against(AddedByMe, r.action(), c)
	case r.ReasonID == "" && !c.amendable(m.By):
		return nil, against(AReason, r.action(), c)
	}
	return []Data{AttachmentRemoved{AttachmentID: r.AttachmentID, ReasonID: r.ReasonID}}, nil
}

// removes reports whether who acts may remove a file: an own one, or one of somebody else.
func (c Case) removes(by By, own bool) bool {
	return own || c.amendable(by) || conditions[LeadMine](c, by, target{})
}

// amendable reports whether who acts may say the request anew.
func (c Case) amendable(by By) bool {
	return by.UnitID == "" && c.sight().broken(ActionAmend, by, target{}) == ""
}

// mayRemove reports whether somebody may remove a file now, with a reason.
func (c Case) mayRemove(p permission.Principal, own bool) bool {
	seen := c.sight()
	by, ok := seen.authorise(p, ActionRemoveAttachment, target{})
	return ok && seen.broken(ActionRemoveAttachment, by, target{}) == "" && c.removes(by, own)
}

// Remove destroys a file of a case that was let pass, at once; what remains is the event that says so. A *Refusal with Unknown where
// there is none. content is the reason that the command names.
func (s AttachmentStore) Remove(ctx context.Context, call Call, caseID string, cmd RemoveAttachment, content ...Content) error {
	err := s.DB.Read(as(ctx, call.Principal), func(tx *postgres.Tx) error {
		tx.Queue("SELECT access.open_case($1)", caseID)
		postgres.Row(tx, new(string), &cmd.Own, "SELECT id::text FROM attachments WHERE id = $1 AND case_id = $2 AND author_id = $3",
			cmd.AttachmentID, caseID, call.Principal.PersonID)
		return tx.Flush(ctx)
	})
	if err != nil {
		return fmt.Errorf("looking for who has added an attachment: %w", err)
	}
	_, err = s.Cases.Change(ctx, call, Target{CaseID: caseID}, cmd, content...)
	if postgres.Broken(err, "attachments_there") {
		return &Refusal{Reason: Unknown}
	}
	return err
}

// Removed is a file of a case that is gone: who has removed it, when, and why.
type Removed struct {
	AttachmentID string
	By           By
	Time         time.Time
	Reason       string
}

// removed answers what was removed, the earliest first. The events say so, and nothing else does.
func (h home) removed(ctx context.Context, tx *postgres.Tx) ([]Removed, error) {
	var rows []eventRow
	var texts []contentRow
	kind := AttachmentRemoved{}.kind()
	postgres.Rows(tx, &rows, "SELECT "+eventSQL.list+" FROM case_events WHERE case_id = $1 AND kind = $2 ORDER BY version", h.id, kind)
	postgres.Rows(tx, &texts, "SELECT "+contentSQL.list+` FROM case_content WHERE case_id = $1 AND id IN (
		SELECT (data ->> 'reason_id')::uuid FROM case_events WHERE case_id = $1 AND kind = $2)`, h.id, kind)
	if err := tx.Flush(ctx); err != nil {
		return nil, fmt.Errorf("looking for removed attachments: %w", err)
	}
	reasons := map[string]string{}
	for _, t := range texts {
		text, err := t.open(h.key)
		if err != nil {
			return nil, err
		}
		reasons[t.ID] = string(text.Plain)
	}
	list := make([]Removed, len(rows))
	for i, r := range rows {
		e, err := r.event()
		if err != nil {
			return nil, err
		}
		d, _ := e.Data.(AttachmentRemoved)
		list[i] = Removed{AttachmentID: d.AttachmentID, By: e.By, Time: e.At, Reason: reasons[d.ReasonID]}
	}
	return list, nil
}
