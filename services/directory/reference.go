package directory

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"sync"
)

// referenceFiles are areas, regions, counties, municipalities (Statistics Finland, classifications of 2026; made by
// data/generate), actors and units.
//
//go:embed data/*.csv
var referenceFiles embed.FS

// LookupMunicipality answers a municipality by its code, without a database. An unknown code is false.
func LookupMunicipality(code string) (Municipality, bool) {
	m, ok := municipalitiesByCode()[code]
	return m, ok
}

var municipalitiesByCode = sync.OnceValue(func() map[string]Municipality {
	t, err := readTable("municipalities.csv")
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	found := make(map[string]Municipality, len(t.rows))
	for i := range t.rows {
		found[t.cell(i, "code")] = Municipality{
			Code:       t.cell(i, "code"),
			NameFi:     t.cell(i, "name_fi"),
			NameSv:     t.cell(i, "name_sv"),
			Language:   t.cell(i, "language"),
			RegionCode: t.cell(i, "region"),
			CountyCode: t.cell(i, "county"),
			Area:       t.cell(i, "area"),
		}
	}
	return found
})

// table is an embedded CSV file: a header and its rows.
type table struct {
	name   string
	header []string
	rows   [][]string
}

func readTable(name string) (table, error) {
	file, err := referenceFiles.Open("data/" + name)
	if err != nil {
		return table{}, fmt.Errorf("opening the reference file %s: %w", name, err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		return table{}, fmt.Errorf("reading the reference file %s: %w", name, err)
	}
	if len(rows) < 2 {
		return table{}, fmt.Errorf("reading the reference file %s: no rows", name)
	}
	return table{name: name, header: rows[0], rows: rows[1:]}, nil
}

// cell answers a value; a column that the file has not is a mistake of the program.
func (t table) cell(row int, column string) string {
	i := slices.Index(t.header, column)
	if i < 0 {
		panic(fmt.Sprintf("reference file %s has no column %s", t.name, column))
	}
	return t.rows[row][i]
}

// column answers all values of a column, as unnest wants them.
func (t table) column(name string) []string {
	values := make([]string, len(t.rows))
	for i := range t.rows {
		values[i] = t.cell(i, name)
	}
	return values
}
