package rules

import _ "embed"

//go:embed shipped.json
var shipped []byte

// Shipped answers the set that a new installation begins with.
func Shipped() Set {
	set, err := Parse(shipped)
	if err != nil {
		panic(err) // what is shipped is tested
	}
	return set
}

// ShippedTable answers it ready to decide.
func ShippedTable() *Table {
	table, err := Compile(Shipped())
	if err != nil {
		panic(err) // likewise
	}
	return table
}
