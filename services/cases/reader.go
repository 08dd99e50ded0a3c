package cases

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Reader reads cases and opens their content for those who may.
type Reader struct {
	DB    *postgres.DB
	Vault *vault.Vault
}

// as answers a context whose transactions show what the principal may see, and no more.
func as(ctx context.Context, p permission.Principal) context.Context {
	return postgres.WithSession(ctx, p.Session)
}

func roleOf(s string) permission.Role { return permission.Role(s) }

// Get answers a case for somebody with the permission, and its texts of the kinds asked for, oldest first, in one
// round trip; of what is kept from a partner none, but for what is within a text: see [Case.Hidden]. Texts are answered once the
// audit says so. A *Refusal with Unknown for everybody else and for an id that does
// not exist.
func (r Reader) Get(ctx context.Context, p permission.Principal, want permission.Permission, id string, kinds ...ContentKind) (Case, []Content, error) {
	var sealed []contentRow
	var q *pendingCase
	read := r.DB.Read
	if len(kinds) > 0 {
		read = r.DB.ReadRecorded
	}
	err := read(as(ctx, p), func(tx *postgres.Tx) error {
		if len(kinds) == 0 {
			q = r.queue(tx, Target{CaseID: id}, false)
		} else {
			q = r.queueRead(tx, id, want, kinds...)
			postgres.Rows(tx, &sealed, "SELECT "+contentSQL.list+" FROM case_content WHERE case_id = $1 AND kind = ANY ($2) "+
				"ORDER BY create_time, id", id, kinds)
		}
		return nil
	})
	if err != nil {
		return Case{}, nil, fmt.Errorf("reading a case: %w", err)
	}
	c, wrapped, err := q.result()
	if err != nil {
		return Case{}, nil, err
	}
	if _, ok := p.Can(want, c.Subject()); !ok {
		return Case{}, nil, &Refusal{Reason: Unknown}
	}
	content, err := r.open(c.ID, wrapped, sealed)
	if err != nil {
		return Case{}, nil, err
	}
	return c, c.shown(p, content), nil
}

// open opens texts of a case; none are opened without a key, so that a case is shown without them whatever becomes of keys.
func (r Reader) open(caseID string, wrapped []byte, sealed []contentRow) ([]Content, error) {
	content := make([]Content, len(sealed))
	if len(sealed) == 0 {
		return content, nil
	}
	key, err := r.Vault.Unwrap(caseID, wrapped)
	if err != nil {
		return nil, err
	}
	for i, s := range sealed {
		if content[i], err = s.open(key); err != nil {
			return nil, err
		}
	}
	return content, nil
}

// wholeRow is a case with its parts and its wrapped key, as the view opened_cases holds it.
type wholeRow struct {
	caseRow

	Assignments []postgres.Record[assignmentRow] `db:"assignments"`
	Questions   []postgres.Record[questionRow]   `db:"questions"`
	HandOvers   []postgres.Record[handOverRow]   `db:"hand_overs"`
	Permits     []postgres.Record[permitRow]     `db:"permits"`
	Wrapped     []byte                           `db:"wrapped"`
	// LastTime is that of the latest event, whether the reader sees it or not.
	LastTime time.Time `db:"last_time"`
}

// pendingCase is a case that the next round trip fetches.
type pendingCase struct {
	row   wholeRow
	found bool
}

// wholeList is a case with its parts, oldest first, out of the view whole_cases.
var wholeList = strings.Join([]string{
	caseSQL.list,
	assignmentSQL.within("assignments", "create_time"), questionSQL.within("questions", "ask_time"),
	handOverSQL.within("hand_overs", "offer_time"), permitSQL.within("permits", "record_time"),
}, ", ")

// queue opens a case to the transaction, locked where it is to be changed, and asks for it.
func (r Reader) queue(tx *postgres.Tx, on Target, lock bool) *pendingCase {
	if part := cmp.Or(on.AssignmentID, on.HandOverID); part != "" {
		tx.Queue("SELECT access.open_case_of($1, $2)", part, lock)
	} else {
		tx.Queue("SELECT access.open_case($1, $2)", on.CaseID, lock)
	}
	return queueOpened(tx)
}

// queueRead opens a case with its texts to the transaction, as the audit then says, and asks for it.
func (r Reader) queueRead(tx *postgres.Tx, id string, want permission.Permission, kinds ...ContentKind) *pendingCase {
	what := make([]string, 0, len(kinds))
	for _, k := range kinds {
		if !k.ofDispute() { // the school, which reads the audit of its case, hears of none
			what = append(what, string(k))
		}
	}
	tx.Queue("SELECT audit.read_case($1, $2, $3)", id, string(want), strings.Join(what, " "))
	return queueOpened(tx)
}

// queueOpened asks for the case that is open, with its parts and its wrapped key.
func queueOpened(tx *postgres.Tx) *pendingCase {
	p := &pendingCase{}
	postgres.Row(tx, &p.row, &p.found, "SELECT "+wholeList+", wrapped, last_time FROM opened_cases")
	return p
}

func (p *pendingCase) state() (Case, error) {
	c, err := p.row.state()
	for _, a := range p.row.Assignments {
		c.Assignments = append(c.Assignments, a.Row.state())
	}
	for _, q := range p.row.Questions {
		c.Questions = append(c.Questions, q.Row.state())
	}
	for _, r := range p.row.HandOvers {
		h, broken := r.Row.state()
		c.HandOvers, err = append(c.HandOvers, h), errors.Join(err, broken)
	}
	for _, r := range p.row.Permits {
		c.Permits = append(c.Permits, r.Row.state())
	}
	return c, err
}

// result answers the case with its wrapped data key, which is there unless the case was erased: then nothing is left to
// open, and nobody has a relation to it.
func (p *pendingCase) result() (Case, []byte, error) {
	if !p.found {
		return Case{}, nil, &Refusal{Reason: Unknown}
	}
	c, err := p.state()
	if err == nil && c.EraseTime.IsZero() && p.row.Wrapped == nil {
		err = fmt.Errorf("case %s has no key: %w", c.ID, vault.ErrSealed)
	}
	return c, p.row.Wrapped, err
}
