// Package lives makes up the lives of many cases, for measuring: lived through production's own Decide and Apply, among
// the schools, units and people that it is given. Most have ended; as in any office, the open ones are the latest, and
// how many there are does not grow with the archive.
package lives

import (
	"github.com/vip-verkosto/vaatu/services/cases"
)

// World is where the cases happen.
type World struct {
	Schools []School
	Units   []Unit
	Samples []Sample
}

// School that files, always by the same person.
type School struct {
	// Facts are the school's part of a request's facts.
	Facts cases.Facts
	Filer cases.Person
}

// Unit that leads.
type Unit struct {
	cases.Unit

	Languages []string
	Areas     []string
	National  bool
	// Modes in which it wants permissions: see cases.Facts.NeedsPermission.
	Modes   []string
	Experts []cases.Person
}

// Sample is a request and what people say of it later, as the contents of cases hold it.
type Sample struct {
	// Facts are the request's part of the facts.
	Facts                                              cases.Facts
	Request, Question, Reply, Message, Advice, Comment []byte
}
