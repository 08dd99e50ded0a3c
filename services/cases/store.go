package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Store changes cases. It is the only writer of the tables of a case.
type Store struct {
	Reader

	// Jobs inserts jobs into the transaction of the change.
	Jobs *river.Client[pgx.Tx]
	// Now is the clock; times are kept to the microsecond, as the database does.
	Now func() time.Time
}

// Call is who wants a change, and what makes the wish repeatable.
type Call struct {
	Principal permission.Principal
	RequestID string
	Once      Once
	// Expect is the revision in the caller's etag; 0: none was given.
	Expect int
}

// Target is the case to change: by its own id or by that of one of its assignments or hand-overs.
type Target struct{ CaseID, AssignmentID, HandOverID string }

// Result of a change: the case after it, and the id that the idempotency record keeps.
type Result struct {
	Case       Case
	ResourceID string
	// Written are the texts that were sealed now, as their author reads them; none of a replayed one.
	Written []Content
	// Replayed: the key had been used for the same request before; nothing was changed now.
	Replayed bool
}

// Change carries out a command on one case: reads it, authorises the caller, decides, and writes rows, events, sealed
// content, jobs and the idempotency record in one transaction of two round trips. A *Refusal changes nothing. At first the
// case is locked when it is written, and only as it was read: whoever is refused, as by a claim that comes too late, stands in
// nobody's way. Where somebody else was quicker it is all done again, locked from the beginning.
func (s *Store) Change(ctx context.Context, call Call, on Target, cmd Command, content ...Content) (result Result, err error) {
	err = s.Vault.With(func() (err error) {
		result, err = again(func() (Result, error) { return s.changeOnce(ctx, call, on, cmd, content) })
		return err
	})
	return result, err
}

func (s *Store) changeOnce(ctx context.Context, call Call, on Target, cmd Command, content []Content) (Result, error) {
	var result Result
	err := s.DB.Revise(as(ctx, call.Principal), func(tx *postgres.Tx, first bool) error {
		loaded, used, err := s.load(ctx, tx, call, on, !first)
		if err != nil {
			return err
		}
		if used != nil {
			if !loaded.c.mayRepeat(call.Principal, cmd) {
				return &Refusal{Reason: Unknown}
			}
			result = Result{Case: loaded.c, ResourceID: used.ResourceID, Replayed: true}
			return nil
		}
		t, _ := loaded.c.targetOf(cmd)
		by, ok := loaded.c.sight().authorise(call.Principal, cmd.action(), t)
		if !ok {
			return &Refusal{Reason: Unknown}
		}
		if first {
			tx.Queue("SELECT access.lock_case($1)", loaded.c.ID)
		}
		result = Result{ResourceID: call.Once.ResourceID}
		meta := Meta{By: by, At: s.after(loaded.last), RequestID: call.RequestID, Expect: call.Expect}
		key := func() (vault.Key, error) { return s.Vault.Held(loaded.c.ID, loaded.wrapped) }
		for _, c := range content {
			result.Written = append(result.Written, c.written(meta))
		}
		result.Case, err = s.carryOut(ctx, tx, change{before: loaded.c, cmd: cmd, meta: meta, key: key, content: content, once: call.Once})
		return err
	})
	return result, err
}

// Tick lets the clock do what is due in a case; a *Refusal when nothing is. The store's role is the worker's.
func (s *Store) Tick(ctx context.Context, caseID, requestID string) (Case, error) {
	return s.byClock(ctx, caseID, requestID, Tick{})
}

// Vacate puts an assignment back to its unit's queue when its holder works there no more; a *Refusal when another has got it
// meanwhile. The store's role is the worker's.
func (s *Store) Vacate(ctx context.Context, caseID, requestID string, v Vacate) (Case, error) {
	return s.byClock(ctx, caseID, requestID, v)
}

// WindUp ends a part that waits in a unit which works no more; a *Refusal when it waits there no longer. The store's role is the
// worker's.
func (s *Store) WindUp(ctx context.Context, caseID, requestID string, w WindUp) (Case, error) {
	return s.byClock(ctx, caseID, requestID, w)
}

// Erase destroys the content of a case: its key, its texts and its events; a *Refusal when it has not ended as the command says.
// A row for statistics stays. The store's role is the worker's.
func (s *Store) Erase(ctx context.Context, caseID, requestID string, e Erase) (Case, error) {
	c, err := s.byClock(ctx, caseID, requestID, e)
	if err == nil {
		s.Vault.Forget(caseID)
	}
	return c, err
}

// byClock carries out a command of the clock, which needs no grant and no key: what is done is not due any more.
func (s *Store) byClock(ctx context.Context, caseID, requestID string, cmd Command) (Case, error) {
	var after Case
	err := s.DB.Write(postgres.WithCall(ctx, requestID, ""), func(tx *postgres.Tx) error {
		before, err := s.lock(ctx, tx, caseID)
		if err != nil {
			return err
		}
		meta := Meta{By: theClock, At: s.after(before.lastTime()), RequestID: requestID}
		if e, erases := cmd.(Erase); erases {
			tx.Queue("SELECT erase_case($1, $2, $3, $4, $5, $6)", caseID, string(e.Phase), e.EndedBy, e.Class, e.Period, meta.At)
		}
		after, err = s.carryOut(ctx, tx, change{before: before, cmd: cmd, meta: meta})
		return err
	})
	return after, err
}

// lock loads a case without its key, as the worker may.
func (s *Store) lock(ctx context.Context, tx *postgres.Tx, caseID string) (Case, error) {
	tx.Queue("SELECT FROM cases WHERE id = $1 FOR UPDATE", caseID)
	q := queueForWorker(tx, caseID)
	if err := tx.Flush(ctx); err != nil {
		return Case{}, fmt.Errorf("loading a case: %w", err)
	}
	if !q.found {
		return Case{}, &Refusal{Reason: Unknown}
	}
	return q.state()
}

// stored answers a case as its rows say, as the worker may.
func (s *Store) stored(ctx context.Context, caseID string) (Case, error) {
	var q *pendingCase
	err := s.DB.Read(ctx, func(tx *postgres.Tx) error {
		q = queueForWorker(tx, caseID)
		return nil
	})
	if err != nil {
		return Case{}, fmt.Errorf("loading a case: %w", err)
	}
	if !q.found {
		return Case{}, &Refusal{Reason: Unknown}
	}
	return q.state()
}

// queueForWorker asks for a case with its parts, for a role to which none must be opened.
func queueForWorker(tx *postgres.Tx, caseID string) *pendingCase {
	p := &pendingCase{}
	postgres.Row(tx, &p.row, &p.found, "SELECT "+wholeList+", NULL::bytea AS wrapped, update_time AS last_time FROM whole_cases WHERE id = $1", caseID)
	return p
}

// again repeats a change that lost a race for a unique value that a second look resolves: an idempotency key that is used, or
// a case number that is taken. A value that stays taken is an error in the end.
func again(once func() (Result, error)) (Result, error) {
	for range maxRepeats {
		r, err := once()
		if !postgres.Broken(err, "idempotency_keys_pkey") && !postgres.Broken(err, "cases_number_key") {
			return r, err
		}
	}
	return once()
}

// maxRepeats is how often a change is begun anew before its last try.
const maxRepeats = 4

func (s *Store) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// after answers the time of a change that follows another: later than it, even when the clock was set back, so that
// order by time and order by version are the same.
func (s *Store) after(before time.Time) time.Time {
	if now := s.now(); now.After(before) {
		return now
	}
	return before.UTC().Add(time.Microsecond)
}

// loaded is a case with its wrapped key, and the time of its latest event.
type loaded struct {
	c       Case
	wrapped []byte
	last    time.Time
}

// load makes the first round trip: BEGIN, the case with its parts and key, locked or not, and the idempotency record. The
// record is read behind the lock, so that a repetition that waited sees what the first one did.
func (s *Store) load(ctx context.Context, tx *postgres.Tx, call Call, on Target, lock bool) (loaded, *usedKey, error) {
	q := s.queue(tx, on, lock)
	used := call.Once.queue(tx, call.Principal.PersonID)
	if err := tx.Flush(ctx); err != nil {
		return loaded{}, nil, fmt.Errorf("loading a case: %w", err)
	}
	c, wrapped, err := q.result()
	if err != nil {
		return loaded{}, nil, err
	}
	record, err := used.check(call.Once)
	return loaded{c: c, wrapped: wrapped, last: q.row.LastTime}, record, err
}

// change is a command with all that carrying it out takes.
type change struct {
	before  Case
	cmd     Command
	meta    Meta
	content []Content
	// key seals the content; it is asked for where there is any.
	key func() (vault.Key, error)

	once Once
}

// carryOut decides and queues the writes; they leave with COMMIT in the last round trip.
func (s *Store) carryOut(ctx context.Context, tx *postgres.Tx, ch change) (Case, error) {
	events, err := Decide(ch.before, ch.cmd, ch.meta)
	if err != nil {
		return Case{}, err
	}
	after := ch.before
	rows := make([]eventRow, len(events))
	for i, e := range events {
		after = Apply(after, e)
		if rows[i], err = toEventRow(after, e); err != nil {
			return Case{}, err
		}
	}
	if err := queueState(tx, ch.before, after); err != nil {
		return Case{}, err
	}
	queueInserts(tx, eventSQL, rows)
	for _, e := range events {
		if removed, ok := e.Data.(AttachmentRemoved); ok {
			tx.Queue("SELECT remove_attachment($1, $2)", after.ID, removed.AttachmentID)
		}
	}
	if err := queueContent(tx, after, ch); err != nil {
		return Case{}, err
	}
	ch.record(tx, after)
	ch.once.Record(tx, ch.meta.By.Person.ID, ch.meta.At)
	if err := s.tell(tx, ch.before, after, events); err != nil {
		return Case{}, err
	}
	return after, s.queueJobs(ctx, tx, ch.before, after, events)
}

// queueContent seals the texts of a change.
func queueContent(tx *postgres.Tx, after Case, ch change) error {
	if len(ch.content) == 0 {
		return nil
	}
	key, err := ch.key()
	if err != nil {
		return err
	}
	for _, c := range ch.content {
		sealed, err := c.seal(key, after, ch.meta)
		if err != nil {
			return err
		}
		queueInserts(tx, contentSQL, []contentRow{sealed})
	}
	return nil
}

// queueState queues the rows that differ between two states of a case.
func queueState(tx *postgres.Tx, before, after Case) error {
	r, err := toCaseRow(after)
	if err != nil {
		return err
	}
	tx.Queue(caseSQL.upsert, values(r)...)
	assignments := func(of Case) []assignmentRow { return rowsOf(of, of.Assignments, toAssignmentRow) }
	// Whoever loses the lead is written before whoever gets it: there is never more than one.
	changed := diff(assignments(before), assignments(after))
	queueRows(tx, assignmentSQL, slices.DeleteFunc(slices.Clone(changed), leads))
	queueRows(tx, assignmentSQL, slices.DeleteFunc(changed, func(r assignmentRow) bool { return !leads(r) }))
	queueRows(tx, questionSQL, diff(rowsOf(before, before.Questions, toQuestionRow), rowsOf(after, after.Questions, toQuestionRow)))
	queueRows(tx, handOverSQL, diff(rowsOf(before, before.HandOvers, toHandOverRow), rowsOf(after, after.HandOvers, toHandOverRow)))
	queueRows(tx, permitSQL, diff(rowsOf(before, before.Permits, toPermitRow), rowsOf(after, after.Permits, toPermitRow)))
	return nil
}

func leads(r assignmentRow) bool {
	return r.Part == string(LeadPart) && r.State != string(Cancelled) && r.State != string(Declined)
}

func toEventRow(after Case, e Event) (eventRow, error) {
	data, err := json.Marshal(e.Data)
	if err != nil {
		return eventRow{}, fmt.Errorf("encoding an event: %w", err)
	}
	return eventRow{
		CaseID: e.CaseID, SchoolID: orNobody(after.Facts.SchoolID), Version: e.Version, Kind: e.Kind(), Phase: string(after.Phase()),
		At: e.At, ByID: e.By.Person.ID, ByName: e.By.Person.Name, ByRole: string(e.By.Role),
		ByUnitID: optional(e.By.UnitID), RequestID: e.RequestID, Data: data,
	}, nil
}

// queueJobs joins the jobs that the events between two states lead to.
func (s *Store) queueJobs(ctx context.Context, tx *postgres.Tx, before, c Case, events []Event) error {
	var jobs []river.InsertManyParams
	for _, e := range events {
		if kind, ok := notice(e.Data); ok && e.By.Person.ID != c.Filer.ID {
			jobs = append(jobs, river.InsertManyParams{Args: NoticeArgs{
				CaseID: c.ID, Version: e.Version, Event: kind, Principals: kind == Reminded{}.kind() && c.Reminders == maxReminders,
			}})
		}
		jobs = append(jobs, append(partJobs(before, e), disputeJobs(before, e)...)...)
		if released, ok := e.Data.(Released); ok && e.By == theClock {
			a, _ := c.Assignment(released.AssignmentID)
			jobs = append(jobs, vacated(a.Unit.ID, e.At))
		}
		if ids := locked(before, c, e); len(ids) > 0 {
			jobs = append(jobs, river.InsertManyParams{Args: LockedArgs{CaseID: c.ID, Version: e.Version, AssignmentIDs: ids}})
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	if _, err := s.Jobs.InsertManyTx(ctx, tx.River(), jobs); err != nil {
		return fmt.Errorf("joining jobs to the change: %w", err)
	}
	return nil
}

// notice answers what a mail tells the school of an event, and whether one does.
func notice(d Data) (kind string, told bool) {
	switch d := d.(type) {
	case Asked, AdvicePublished, Reminded, ClosedUnanswered, Reopened:
		return d.kind(), true
	case PermitRecorded:
		return "AUTHORISATION_REFUSED", d.Kind == SchoolAuthorisation && d.Refused
	}
	return "", false
}

// NoticeArgs is the job that tells the school by mail that something has come or waits. Ids only.
type NoticeArgs struct {
	CaseID  string `json:"case_id"`
	Version int    `json:"version"`
	// Event is what is told: ASKED, ADVICE_PUBLISHED, REMINDED, CLOSED_UNANSWERED, REOPENED or AUTHORISATION_REFUSED.
	Event string `json:"event"`
	// Principals: the school's principals are told, too, as of the last reminder.
	Principals bool `json:"principals,omitempty"`
}

// Kind names the job for River.
func (NoticeArgs) Kind() string { return "notice" }
