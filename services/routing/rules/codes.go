package rules

import (
	"fmt"
	"slices"
	"strings"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// The kinds of facts, in the order of the columns.
const (
	needs = iota
	areas
	languages
	levels
	about
	urgencies
	permissions
	forms
	kinds
)

// mask holds codes of one kind, a bit for each.
type mask uint32

// point is the facts of a request, or the conditions of a rule, as masks by kind.
type point [kinds]mask

// columns are the names of the kinds in the JSON form.
var columns = [kinds]string{"needs", "areas", "languages", "levels", "about", "urgencies", "permissions", "forms"}

// codes of each kind in the order of the contract, which is that of the bits.
var codes = [kinds][]string{
	enum(casespb.Need_name, "NEED_"),
	append(enum(casespb.Area_name, "AREA_"), Aland, Unknown),
	{"fi", "sv"},
	enum(casespb.Level_name, "LEVEL_"),
	enum(casespb.About_name, "ABOUT_"),
	enum(casespb.Urgency_name, "URGENCY_"),
	{"NONE", "CONSENT", "AUTHORISATION", "BOTH"},
	append(enum(casespb.Form_name, "FORM_"), NoForm),
}

// bits is codes backwards.
var bits = func() (b [kinds]map[string]mask) {
	for k, list := range codes {
		b[k] = map[string]mask{}
		for i, code := range list {
			b[k][code] = 1 << i
		}
	}
	return b
}()

// actors are the parties that are no units.
var actors = func() map[Party]casespb.Actor {
	m := map[Party]casespb.Actor{}
	for i, code := range enum(casespb.Actor_name, "ACTOR_") {
		m[Party(code)] = casespb.Actor(i + 1)
	}
	return m
}()

// enum answers the codes of an enum without its zero.
func enum(names map[int32]string, prefix string) []string {
	list := make([]string, 0, len(names)-1)
	for i := int32(1); names[i] != ""; i++ {
		list = append(list, strings.TrimPrefix(names[i], prefix))
	}
	return list
}

func (w When) lists() [kinds][]string {
	return [kinds][]string{w.Needs, w.Areas, w.Languages, w.Levels, w.About, w.Urgencies, w.Permissions, w.Forms}
}

func whenOf(l [kinds][]string) When {
	return When{
		Needs: l[needs], Areas: l[areas], Languages: l[languages], Levels: l[levels], About: l[about], Urgencies: l[urgencies],
		Permissions: l[permissions], Forms: l[forms],
	}
}

// point answers the conditions as masks; an unknown code is refused by its column.
func (w When) point() (p point, err error) {
	for k, list := range w.lists() {
		for _, code := range list {
			bit, ok := bits[k][code]
			if !ok {
				return p, fmt.Errorf("field %q: unknown code %q", "when."+columns[k], code)
			}
			p[k] |= bit
		}
	}
	return p, nil
}

// read answers the facts as masks. A code that nobody knows fits only conditions that always hold.
func read(f cases.Facts) (p point) {
	for _, n := range f.Needs {
		p[needs] |= bits[needs][n]
	}
	p[areas] = bits[areas][place(f)]
	p[languages] = bits[languages][f.Language]
	p[levels] = bits[levels][f.Level]
	p[about] = bits[about][f.About]
	p[urgencies] = bits[urgencies][f.Urgency]
	p[permissions] = bits[permissions][f.Permissions]
	for _, form := range f.WishedForms {
		p[forms] |= bits[forms][form]
	}
	if len(f.WishedForms) == 0 {
		p[forms] = bits[forms][NoForm]
	}
	return p
}

// alandCounty is Statistics Finland's code for Åland, which is in no VIP area.
const alandCounty = "91"

func place(f cases.Facts) string {
	switch {
	case f.Area != "":
		return f.Area
	case f.CountyCode == alandCounty:
		return Aland
	default:
		return Unknown
	}
}

// holdsIn reports whether the conditions hold in a cell, whatever the needs.
func (p point) holdsIn(c spot) bool {
	p[needs] = 0
	return p.holds(c.point())
}

// holds reports whether each condition of a rule holds for the facts.
func (p point) holds(facts point) bool {
	for k, want := range p {
		if want != 0 && want&facts[k] == 0 {
			return false
		}
	}
	return true
}

// compareParties puts actors in the order of the contract, and units behind them by id.
func compareParties(a, b Party) int {
	rank := func(p Party) int {
		if actor, ok := actors[p]; ok {
			return int(actor)
		}
		return len(actors) + 1
	}
	if c := rank(a) - rank(b); c != 0 {
		return c
	}
	return strings.Compare(string(a), string(b))
}

func addParty(list []Party, p Party) []Party {
	if slices.Contains(list, p) {
		return list
	}
	return append(list, p)
}
