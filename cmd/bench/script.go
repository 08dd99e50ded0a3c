package main

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// script is what pgbench does for one request: the statements as they were sent, in as many round trips, with the
// parameters as variables. Only ids differ from one time to the next.
type script struct {
	name      string
	text      string
	variables map[string]string
	trips     int
	// assignment on which it was captured; empty: none.
	assignment string
}

// swap says what takes the place of parameters, so that writes do not collide: by their value, and by the column that
// they are inserted into, as "table.column".
type swap struct {
	preamble string
	values   map[string]string
	columns  map[string]string
	// assignment on which the captured change was made; empty: none.
	assignment string
}

// inserted finds the table and the columns of an INSERT with one row of parameters.
var inserted = regexp.MustCompile(`(?s)^\s*INSERT INTO (\w+) \(([^)]*)\)\s+VALUES \(([^)]*)\)`)

// makeScript turns round trips into a script. conn tells what type a parameter has.
func makeScript(ctx context.Context, conn *pgx.Conn, name string, trips []trip, s swap) (script, error) {
	made := script{name: name, variables: map[string]string{}, trips: len(trips), assignment: s.assignment}
	var text strings.Builder
	text.WriteString(s.preamble)
	for i, t := range trips {
		text.WriteString("\\startpipeline\n")
		for j, st := range t {
			params, err := st.texts(ctx, conn)
			if err != nil {
				return script{}, err
			}
			places := make([]string, len(params))
			for k, p := range params {
				places[k] = made.place(fmt.Sprintf("p%d_%d_%d", i, j, k), p, s.values)
			}
			s.intoColumns(st.sql, places)
			text.WriteString(substitute(st.sql, places) + ";\n")
		}
		text.WriteString("\\endpipeline\n")
	}
	made.text = text.String()
	for name := range maps.Clone(made.variables) {
		if !strings.Contains(made.text, ":"+name) {
			delete(made.variables, name)
		}
	}
	return made, nil
}

// place answers what stands for a parameter; a new variable of the name where nothing takes its place.
func (m *script) place(name string, value *string, swapped map[string]string) string {
	if value == nil {
		return "NULL"
	}
	if *value == "" {
		return "''" // pgbench has no empty variables
	}
	if expression, ok := swapped[*value]; ok {
		return expression
	}
	m.variables[name] = *value
	return ":" + name
}

// intoColumns changes what is inserted into the columns that are to differ.
func (s swap) intoColumns(sql string, places []string) {
	found := inserted.FindStringSubmatch(sql)
	if found == nil {
		return
	}
	marks := strings.Split(found[3], ",")
	for i, column := range strings.Split(found[2], ",") {
		expression, ok := s.columns[found[1]+"."+strings.TrimSpace(column)]
		if !ok || i >= len(marks) {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(marks[i]), "$")); err == nil {
			places[n-1] = expression
		}
	}
}

// mark is a parameter in a statement.
var mark = regexp.MustCompile(`\$\d+`)

func substitute(sql string, places []string) string {
	return mark.ReplaceAllStringFunc(sql, func(m string) string {
		n, err := strconv.Atoi(m[1:])
		if err != nil || n > len(places) {
			return m
		}
		return places[n-1]
	})
}

// texts answers the parameters as text; nil where one is NULL.
func (st statement) texts(ctx context.Context, conn *pgx.Conn) ([]*string, error) {
	if len(st.params) == 0 {
		return nil, nil
	}
	described, err := conn.Prepare(ctx, st.sql, st.sql)
	if err != nil {
		return nil, fmt.Errorf("asking for the types of a statement: %w", err)
	}
	texts := make([]*string, len(st.params))
	for i, p := range st.params {
		if p == nil {
			continue
		}
		text, err := asText(conn.TypeMap(), described.ParamOIDs[i], st.format(i), p)
		if err != nil {
			return nil, fmt.Errorf("reading parameter %d of %q: %w", i+1, st.sql, err)
		}
		texts[i] = &text
	}
	return texts, nil
}

func (st statement) format(i int) int16 {
	switch len(st.formats) {
	case 0:
		return pgtype.TextFormatCode
	case 1:
		return st.formats[0]
	}
	return st.formats[i]
}

// asText answers a value as PostgreSQL writes it.
func asText(types *pgtype.Map, oid uint32, format int16, value []byte) (string, error) {
	if format == pgtype.TextFormatCode {
		return string(value), nil
	}
	known, ok := types.TypeForOID(oid)
	if !ok {
		return "", fmt.Errorf("type %d is unknown", oid)
	}
	decoded, err := known.Codec.DecodeValue(types, oid, format, value)
	if err != nil {
		return "", fmt.Errorf("decoding: %w", err)
	}
	text, err := types.Encode(oid, pgtype.TextFormatCode, decoded, nil)
	if err != nil {
		return "", fmt.Errorf("encoding: %w", err)
	}
	return string(text), nil
}

// arguments answers the variables for pgbench's command line.
func (m script) arguments() []string {
	var args []string
	for _, name := range slices.Sorted(maps.Keys(m.variables)) {
		args = append(args, "-D", name+"="+m.variables[name])
	}
	return args
}
