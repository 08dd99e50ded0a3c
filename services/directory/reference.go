package directory

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
)

// referenceFiles are areas, regions, counties, municipalities (Statistics Finland, classifications of 2026; made by
// data/generate), actors and units.
//
//go:embed data/*.csv
var referenceFiles embed.FS

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
