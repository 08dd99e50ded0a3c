package rulesets

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// document is the rules of a set.
type document struct {
	Version string `db:"version"`
	Rules   []byte `db:"rules"`
}

const documentColumns = "version, convert_to(rules::text, 'UTF8') AS rules"

// row of routing.rule_sets.
type row struct {
	document

	ID             string     `db:"id"`
	State          string     `db:"state"`
	Revision       int        `db:"revision"`
	BaseID         *string    `db:"base_id"`
	AuthorNames    []string   `db:"author_names"`
	ApproverName   *string    `db:"approver_name"`
	PublisherName  *string    `db:"publisher_name"`
	SendBackReason *string    `db:"send_back_reason"`
	CreateTime     time.Time  `db:"create_time"`
	PublishTime    *time.Time `db:"publish_time"`
	RetireTime     *time.Time `db:"retire_time"`
	// Steps are what the caller could do with it now.
	Steps []string `db:"steps"`
}

const rowSelect = "SELECT " + documentColumns + `, id::text, state, revision, base_id::text, author_names,
	approver_name, publisher_name, send_back_reason, create_time, publish_time, retire_time, routing.steps(rule_sets) AS steps
	FROM routing.rule_sets `

// place in the list.
func (r row) place() page.Cursor { return page.Cursor{Time: r.CreateTime, ID: r.ID} }

// set reads the rules.
func (d document) set() (rules.Set, error) {
	set, err := rules.Parse(d.Rules)
	if err != nil {
		return rules.Set{}, fmt.Errorf("reading the rules %s: %w", d.Version, err)
	}
	return set, nil
}

// Store reads rule sets; row level security says which.
type Store struct{ DB *postgres.DB }

// Published answers the set by which requests are routed, to anybody who is signed in, and to the clock.
func (s Store) Published(ctx context.Context) (rules.Set, error) {
	var d document
	var found bool
	err := s.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &d, &found, "SELECT "+documentColumns+" FROM routing.rule_sets WHERE state = 'PUBLISHED'")
		return nil
	})
	if err != nil {
		return rules.Set{}, fmt.Errorf("reading the published rules: %w", err)
	}
	if !found {
		return rules.Set{}, errNonePublished
	}
	return d.set()
}

func (s Store) one(ctx context.Context, where string, args ...any) (r row, found bool, err error) {
	err = s.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &r, &found, rowSelect+where, args...)
		return nil
	})
	if err != nil {
		return row{}, false, fmt.Errorf("reading a rule set: %w", err)
	}
	return r, found, nil
}

func (s Store) page(ctx context.Context, size int, after *page.Cursor) ([]row, string, error) {
	var since, sinceID any
	if after != nil {
		since, sinceID = after.Time, after.ID
	}
	var rows []row
	err := s.DB.Read(ctx, func(tx *postgres.Tx) error {
		rows = nil
		postgres.Rows(tx, &rows, rowSelect+`WHERE $1::timestamptz IS NULL OR (create_time, id) < ($1, $2::uuid)
			ORDER BY create_time DESC, id DESC LIMIT $3`, since, sinceID, size+1)
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("listing rule sets: %w", err)
	}
	rows, next := page.Cut(rows, size, row.place)
	return rows, next, nil
}

// Seed publishes the set that Vaatu begins with, in the caller's transaction and as the owner of the table, unless there is one
// already.
func Seed(ctx context.Context, tx pgx.Tx) error {
	set := rules.Shipped()
	document, err := json.Marshal(set)
	if err != nil {
		return fmt.Errorf("encoding the shipped rules: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO routing.rule_sets (id, version, state, rules, create_time, publish_time)
		SELECT $1, $2, 'PUBLISHED', $3, now(), now() WHERE NOT EXISTS (SELECT FROM routing.rule_sets)`,
		uuid.Must(uuid.NewV7()).String(), set.Version, document)
	if err != nil {
		return fmt.Errorf("publishing the shipped rules: %w", err)
	}
	return nil
}
