package rules

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/routing/rules/rulestest"
)

// The shortcut of Check, two needs at a time, against all needs together.
func TestARowIsUnreachableExactlyWhereNoFactsMissIt(t *testing.T) {
	t.Parallel()
	few, fewForms := codes[needs][:4], []string{"PHONE", "REMOTE_MEETING", NoForm}
	wishes := []mask{bits[forms][NoForm]}
	for m := mask(1); m < 8; m++ { // the third is a form that no row names
		wishes = append(wishes, m)
	}
	rapid.Check(t, func(t *rapid.T) {
		set := anySet(t)
		for i := range set.Rules {
			set.Rules[i].When.Needs = slices.DeleteFunc(set.Rules[i].When.Needs, func(n string) bool { return !slices.Contains(few, n) })
			set.Rules[i].When.Forms = slices.DeleteFunc(set.Rules[i].When.Forms, func(f string) bool { return !slices.Contains(fewForms, f) })
			set.Rules[i].When.Areas = nil
		}
		table := compiled(t, set)
		want := map[string]bool{}
		s := space{reached: want}
		for c := range itself.cells() {
			if c[areas] > 0 || c[levels] > 0 || c[urgencies] > 0 {
				continue
			}
			for _, wished := range wishes {
				for m := mask(1); m < 1<<(len(few)+1); m++ { // the last one is a need that no row names
					facts := c.point()
					facts[needs], facts[forms] = m, wished
					s.reach(fired(table.rows, facts), facts)
				}
			}
		}
		twins := duplicates(table.rows)
		var missed []string
		for _, r := range table.rows {
			if !want[r.ID] && !slices.ContainsFunc(twins, func(f Finding) bool { return slices.Contains(f.Rules, r.ID) }) {
				missed = append(missed, r.ID)
			}
		}
		var found []string
		for _, f := range survey(table.rows, twins, alikeIn(table.rows), &directorypb.RoutingData{}, today) {
			if f.Kind == Unreachable {
				found = append(found, f.Rules...)
			}
		}
		if !cmp.Equal(missed, found) {
			t.Fatalf("unreachable %v; found %v", missed, found)
		}
	})
}

// itself lets each code stand for itself.
var itself = func() (a alike) {
	for k := range a {
		a[k] = map[int][]int{}
		for v := range codes[k] {
			a[k][v] = []int{v}
		}
	}
	return a
}()

func TestCodesThatAreAlikeAreToldAsIfEachWereLookedAt(t *testing.T) {
	t.Parallel()
	data, sets := rulestest.Data(t, folder), rapid.Custom(anySet)
	pairs := 0
	for seed := range 2 {
		set := sets.Example(seed)
		for form, lead := range []Party{"VALTERI", "HOSPITAL_TEACHING"} { // which only the wish for both sets against each other
			set.Rules = append(set.Rules, Rule{
				ID: string(lead), Lead: lead, Weight: 900, When: When{Needs: codes[needs][:2], Forms: codes[forms][form : form+1]},
			})
		}
		rows := compiled(t, set).rows
		want, got := survey(rows, nil, itself, data, today), survey(rows, nil, alikeIn(rows), data, today)
		if diff := cmp.Diff(told(want), told(got)); diff != "" {
			t.Errorf("%v: each looked at (-), those that are alike at once (+)\n%s", set, diff)
		}
		if slices.ContainsFunc(got, func(f Finding) bool { return len(f.Also) > 0 }) {
			pairs++
		}
	}
	if pairs == 0 {
		t.Error("no set has anything to tell of two forms")
	}
}

func TestCheckOfALongSetIsQuick(t *testing.T) {
	t.Parallel()
	set := Shipped()
	for i := range 50 {
		set.Rules = append(set.Rules, Rule{
			ID: fmt.Sprint("more-", i), Weight: int32(2 + i%9), Lead: []Party{"VALTERI", "ELMERI", "HOSPITAL_TEACHING"}[i%3], Reason: Reason{Fi: "fi", Sv: "sv"},
			When: When{
				Needs: []string{codes[needs][i%16], codes[needs][(i*7)%16]}, Areas: codes[areas][i%4 : i%4+2], Levels: codes[levels][i%2 : i%2+1],
				About: codes[about][i%3 : i%3+1], Urgencies: codes[urgencies][i%4 : i%4+2],
			},
		})
	}
	began := time.Now()
	found := Check(set, rulestest.Data(t, folder), today)
	if took := time.Since(began); took > 10*time.Second { // a third of a second where nothing else runs
		t.Errorf("%d findings in %s", len(found), took)
	}
	if len(found) > 300 {
		t.Errorf("%d findings are too many to read", len(found))
	}
	t.Logf("%d findings in %s", len(found), time.Since(began))
}
