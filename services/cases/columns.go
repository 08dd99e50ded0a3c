package cases

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// columns answers the column names of a row type, in the order of its fields.
func columns[R any]() []string {
	t := reflect.TypeFor[R]()
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = t.Field(i).Tag.Get("db")
	}
	return names
}

// values answers the values of a row in the order of its columns.
func values[R any](row R) []any {
	v := reflect.ValueOf(row)
	all := make([]any, v.NumField())
	for i := range all {
		all[i] = v.Field(i).Interface()
	}
	return all
}

// statements of one table, made once from its row type.
type statements struct {
	list, upsert string
	// into is how an insert begins, and columns how many values a row has.
	into    string
	columns int
}

// insertOf answers the statement that inserts so many rows.
func (s statements) insertOf(rows int) string { return postgres.Repeated(s.into, "", rows, s.columns) }

// statementsFor names each column; fixed ones are never changed by the upsert.
func statementsFor[R any](table string, fixed ...string) statements {
	names := columns[R]()
	list := strings.Join(names, ", ")
	s := statements{list: list, into: fmt.Sprintf("INSERT INTO %s (%s) VALUES ", table, list), columns: len(names)}
	var set []string
	for i, n := range names { // by their places: to read them of the row that was excluded is to read the table
		if !slices.Contains(fixed, n) {
			set = append(set, n+" = $"+strconv.Itoa(i+1))
		}
	}
	s.upsert = s.insertOf(1) + " ON CONFLICT (id) DO UPDATE SET " + strings.Join(set, ", ")
	return s
}

// within answers the rows of the table that a column holds as an array, in order of a time.
func (s statements) within(column, order string) string {
	return fmt.Sprintf("ARRAY(SELECT ROW(%s) FROM unnest(%s) ORDER BY %s, id) AS %s", s.list, column, order, column)
}

var (
	caseSQL       = statementsFor[caseRow]("cases", "id", "number", "school_id", "file_time")
	assignmentSQL = statementsFor[assignmentRow]("assignments", "id", "case_id", "school_id", "unit_id", "actor", "create_time")
	questionSQL   = statementsFor[questionRow]("case_questions", "id", "case_id", "school_id", "unit_id", "ask_time")
	handOverSQL   = statementsFor[handOverRow]("case_hand_overs", "id", "case_id", "school_id", "assignment_id", "offer_time")
	permitSQL     = statementsFor[permitRow]("case_permits", "id", "case_id", "school_id", "kind", "record_time")
	eventSQL      = statementsFor[eventRow]("case_events")
	contentSQL    = statementsFor[contentRow]("case_content")
)

func rowsOf[P, R any](c Case, parts []P, row func(Case, P) R) []R {
	rows := make([]R, len(parts))
	for i, p := range parts {
		rows[i] = row(c, p)
	}
	return rows
}

// diff answers the rows that are new or differ; parts are only ever added.
func diff[R any](before, after []R) []R {
	var changed []R
	for i, r := range after {
		if i >= len(before) || !reflect.DeepEqual(before[i], r) {
			changed = append(changed, r)
		}
	}
	return changed
}

func queueRows[R any](tx *postgres.Tx, sql statements, rows []R) {
	for _, r := range rows {
		tx.Queue(sql.upsert, values(r)...)
	}
}

// queueInserts queues rows as one statement.
func queueInserts[R any](tx *postgres.Tx, sql statements, rows []R) {
	if len(rows) == 0 {
		return
	}
	all := make([]any, 0, len(rows)*sql.columns)
	for _, r := range rows {
		all = append(all, values(r)...)
	}
	tx.Queue(sql.insertOf(len(rows)), all...)
}
