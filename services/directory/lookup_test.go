package directory

import "sync"

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
