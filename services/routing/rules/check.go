package rules

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
)

// Check answers what is to be known before a set is published: first what stands in its rows, and where these have a
// meaning, what comes of them together and of the units that work on the day.
func Check(set Set, data *directorypb.RoutingData, day string) []Finding {
	var found []Finding
	if n := len(set.Rules); n == 0 || n > MaxRules {
		found = append(found, Finding{Kind: Size, Blocks: true})
	}
	for i, r := range set.Rules {
		found = append(found, checkRow(name(i, set.Rules), r)...)
		found = append(found, checkParties(r, data, day)...)
	}
	table, err := Compile(set)
	if err != nil || len(set.Rules) == 0 || len(set.Rules) > MaxRules {
		return found
	}
	twins := duplicates(table.rows)
	found = append(found, twins...)
	return append(found, survey(table.rows, twins, alikeIn(table.rows), data, day)...)
}

// name answers a row's id, or its number where the id is not its own.
func name(i int, rules []Rule) string {
	same := func(r Rule) bool { return r.ID == rules[i].ID }
	if rules[i].ID == "" || slices.IndexFunc(rules, same) != i {
		return strconv.Itoa(i + 1)
	}
	return rules[i].ID
}

// checkRow answers what is wrong in a row, whatever the others.
func checkRow(name string, r Rule) []Finding {
	var found []Finding
	say := func(kind Kind, field string) {
		found = append(found, Finding{Kind: kind, Blocks: true, Rules: []string{name}, Field: field})
	}
	if name != r.ID {
		say(BadID, "id")
	}
	for k, list := range r.When.lists() {
		if slices.ContainsFunc(list, func(code string) bool { return bits[k][code] == 0 }) {
			say(UnknownCode, "when."+columns[k])
		}
	}
	if r.Weight < 1 || r.Weight > MaxWeight {
		say(WeightRange, "weight")
	}
	for _, text := range []struct{ field, words string }{{"fi", r.Reason.Fi}, {"sv", r.Reason.Sv}, {"en", r.Reason.En}} {
		switch {
		case text.field != "en" && strings.TrimSpace(text.words) == "":
			say(MissingText, "reason."+text.field)
		case utf8.RuneCountInString(text.words) > MaxReason:
			say(LongText, "reason."+text.field)
		}
	}
	return found
}

// checkParties answers which parties of a row cannot do what it wants of them.
func checkParties(r Rule, data *directorypb.RoutingData, day string) []Finding {
	var found []Finding
	if r.Lead != Coordination {
		found = append(found, checkParty(r, r.Lead, leading, data, day)...)
	}
	for _, p := range r.Partners {
		found = append(found, checkParty(r, p, joining, data, day)...)
	}
	return found
}

func checkParty(r Rule, p Party, role as, data *directorypb.RoutingData, day string) []Finding {
	f := Finding{Rules: []string{r.ID}, Field: "partners", Parties: []Party{p}}
	if role == leading {
		f.Field = "lead"
	}
	units := unitsOf(p, data)
	all := func(kind Kind) []Finding {
		f.Kind, f.Blocks = kind, kind == UnknownParty || role == leading
		return []Finding{f}
	}
	if _, actor := actors[p]; len(units) == 0 && !actor {
		return all(UnknownParty)
	}
	units = slices.DeleteFunc(units, func(u *directorypb.Unit) bool { return !Open(u, day) || !Open(actorOf(u, data.GetActors()), day) })
	if len(units) == 0 {
		return all(Closed)
	}
	units = slices.DeleteFunc(units, func(u *directorypb.Unit) bool { return role == leading && !takesLeads(u, actorOf(u, data.GetActors())) })
	if len(units) == 0 {
		return all(NoLeads)
	}
	wanted := r.When.Languages
	if len(wanted) == 0 {
		wanted = codes[languages]
	}
	missing := slices.DeleteFunc(slices.Clone(wanted), func(language string) bool {
		return slices.ContainsFunc(units, func(u *directorypb.Unit) bool { return speaks(u, actorOf(u, data.GetActors()), language) })
	})
	if len(missing) == 0 {
		return nil
	}
	f.Kind, f.Blocks, f.Facts = NoLanguage, role == leading && len(missing) == len(wanted), When{Languages: missing}
	return []Finding{f}
}

// unitsOf answers the unit that a party is, or the units of the actor.
func unitsOf(p Party, data *directorypb.RoutingData) []*directorypb.Unit {
	var units []*directorypb.Unit
	for _, u := range data.GetUnits() {
		if actor, ok := actors[p]; string(p) == u.GetId() || ok && actor == u.GetActor() {
			units = append(units, u)
		}
	}
	return units
}

// duplicates answers each pair of rows, a row and the next like it, that fire for the same facts with the same lead.
func duplicates(rows []*row) []Finding {
	var found []Finding
	for i, r := range rows {
		same := func(s *row) bool { return s.when == r.when && s.Lead == r.Lead }
		if j := slices.IndexFunc(rows[i+1:], same); j >= 0 {
			found = append(found, Finding{Kind: Duplicate, Rules: []string{r.ID, rows[i+1+j].ID}, Facts: r.When})
		}
	}
	return found
}
