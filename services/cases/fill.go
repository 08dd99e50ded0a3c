package cases

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Life is a case as it was lived: its events, oldest first, and its texts in clear, with the data key that seals them.
type Life struct {
	Events  []Event
	Texts   []Content
	Key     vault.Key
	Wrapped []byte
}

// fillPage is how many lives are copied in one transaction.
const fillPage = 2000

// filling is a page of rows, in the order in which their tables need each other.
type filling struct {
	cases       []caseRow
	assignments []assignmentRow
	questions   []questionRow
	handOvers   []handOverRow
	permits     []permitRow
	events      []eventRow
	keys        []keyRow
	content     []contentRow
}

// keyRow is a wrapped data key as its table holds it.
type keyRow struct {
	ID         string    `db:"id"`
	WriterID   string    `db:"writer_id"`
	Wrapped    []byte    `db:"wrapped"`
	CreateTime time.Time `db:"create_time"`
}

// Fill copies whole lives into a database: for measuring, never while people work on it. Rows are what replaying the
// events gives, as everywhere; no job is made and no hint is sent. conn is the owner's, not the server's. Memory is
// bounded, however many lives there are; what was copied before an error stays.
func Fill(ctx context.Context, conn *pgx.Conn, lives iter.Seq2[Life, error]) error {
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "uuid", OID: pgtype.UUIDOID, Codec: idCodec{}})
	pages := make(chan filling, 1)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		defer close(pages)
		if err := paginate(ctx, lives, pages); err != nil {
			stop(err)
		}
	}()
	for p := range pages {
		if err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return p.copy(ctx, tx) }); err != nil {
			stop(err)
			return fmt.Errorf("filling the tables: %w", err)
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("filling the tables: %w", context.Cause(ctx))
	}
	return nil
}

// paginate turns lives into rows while the database takes the page before.
func paginate(ctx context.Context, lives iter.Seq2[Life, error], pages chan<- filling) error {
	var p filling
	send := func() error {
		select {
		case pages <- p:
			p = filling{}
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	for l, err := range lives {
		if err == nil {
			err = p.add(l)
		}
		if err == nil && len(p.cases) == fillPage {
			err = send()
		}
		if err != nil {
			return err
		}
	}
	return send()
}

// add replays a life into rows.
func (p *filling) add(l Life) error {
	var c Case
	for _, e := range l.Events {
		c = Apply(c, e)
		row, err := toEventRow(c, e)
		if err != nil {
			return err
		}
		p.events = append(p.events, row)
	}
	row, err := toCaseRow(c)
	if err != nil {
		return err
	}
	p.cases = append(p.cases, row)
	p.assignments = append(p.assignments, rowsOf(c, c.Assignments, toAssignmentRow)...)
	p.questions = append(p.questions, rowsOf(c, c.Questions, toQuestionRow)...)
	p.handOvers = append(p.handOvers, rowsOf(c, c.HandOvers, toHandOverRow)...)
	p.permits = append(p.permits, rowsOf(c, c.Permits, toPermitRow)...)
	p.keys = append(p.keys, keyRow{ID: c.ID, WriterID: orNobody(c.Filer.ID), Wrapped: l.Wrapped, CreateTime: c.FileTime})
	for _, t := range l.Texts {
		sealed, err := t.seal(l.Key, c, Meta{By: t.Author, At: t.CreateTime})
		if err != nil {
			return err
		}
		p.content = append(p.content, sealed)
	}
	return nil
}

func (p *filling) copy(ctx context.Context, tx pgx.Tx) error {
	if err := force(ctx, tx, "NO FORCE"); err != nil {
		return err
	}
	for _, table := range []func() error{
		func() error { return copyRows(ctx, tx, "cases", p.cases) },
		func() error { return copyRows(ctx, tx, "assignments", p.assignments) },
		func() error { return copyRows(ctx, tx, "case_questions", p.questions) },
		func() error { return copyRows(ctx, tx, "case_hand_overs", p.handOvers) },
		func() error { return copyRows(ctx, tx, "case_permits", p.permits) },
		func() error { return copyRows(ctx, tx, "case_events", p.events) },
		func() error { return copyRows(ctx, tx, "case_keys", p.keys) },
		func() error { return copyRows(ctx, tx, "case_content", p.content) },
	} {
		if err := table(); err != nil {
			return err
		}
	}
	return force(ctx, tx, "FORCE")
}

// force lets the owner past row level security for the transaction, or no longer: COPY cannot be, where it binds.
func force(ctx context.Context, tx pgx.Tx, how string) error {
	batch := &pgx.Batch{}
	for _, table := range []string{
		"cases", "assignments", "case_questions", "case_hand_overs", "case_permits", "case_events", "case_keys", "case_content",
	} {
		batch.Queue("ALTER TABLE " + table + " " + how + " ROW LEVEL SECURITY")
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("preparing the tables: %w", err)
	}
	return nil
}

// idCodec writes ids, which are strings here, as COPY wants them: pgx would try each of them as something else first.
type idCodec struct{ pgtype.UUIDCodec }

func (c idCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(string); ok && format == pgtype.BinaryFormatCode {
		return idPlan{}
	}
	return c.UUIDCodec.PlanEncode(m, oid, format, value)
}

type idPlan struct{}

func (idPlan) Encode(value any, buf []byte) ([]byte, error) {
	text, _ := value.(string)
	id, err := uuid.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("encoding the id %q: %w", text, err)
	}
	return append(buf, id[:]...), nil
}

func copyRows[R any](ctx context.Context, tx pgx.Tx, table string, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	source := pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) { return values(rows[i]), nil })
	_, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns[R](), source)
	if err != nil {
		return fmt.Errorf("copying into %s: %w", table, err)
	}
	return nil
}
