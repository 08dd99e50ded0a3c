// Package rulestest has data for tests of routing.
package rulestest

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
)

// Day is one on which all shipped actors and units work.
const Day = "2026-11-23"

// Data answers the actors and units that a new installation begins with, from the directory's folder of data.
func Data(t testing.TB, folder string) *directorypb.RoutingData {
	t.Helper()
	data := &directorypb.RoutingData{}
	for _, r := range records(t, folder, "actors.csv") {
		data.Actors = append(data.Actors, &directorypb.ActorInfo{
			Actor: wire.Parse[casespb.Actor](r["code"]), TakesLeads: r["takes_leads"] == "true",
			JoinsOnly: r["joins_only"] == "true", Languages: split(r["languages"]),
			Expertise: wire.ParseAll[casespb.Need](split(r["expertise"])), PermissionModes: split(r["permission_modes"]),
			ActiveFrom: r["active_from"],
		})
	}
	for _, r := range records(t, folder, "units.csv") {
		data.Units = append(data.Units, &directorypb.Unit{
			Id: r["id"], Actor: wire.Parse[casespb.Actor](r["actor"]), NameFi: r["name_fi"], NameSv: r["name_sv"],
			Areas: wire.ParseAll[casespb.Area](split(r["areas"])), National: r["national"] == "true",
			Languages: split(r["languages"]), Needs: wire.ParseAll[casespb.Need](split(r["needs"])),
			TakesLeads: r["takes_leads"] == "true", PermissionAlways: r["permission_always"] == "true",
			ActiveFrom: r["active_from"],
		})
	}
	return data
}

func records(t testing.TB, folder, name string) []map[string]string {
	t.Helper()
	file, err := os.DirFS(folder).Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, line := range lines[1:] {
		record := map[string]string{}
		for i, name := range lines[0] {
			record[name] = line[i]
		}
		all = append(all, record)
	}
	return all
}

func split(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}
