package services_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services"
)

func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "settings")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheOperatorsTargetsAreThoseOfACase(t *testing.T) {
	t.Parallel()
	file := written(t, "FIRST_WORD * * 7 80% 2\nACCEPTANCE * * 8 80% 2\nADVICE * * 30 80% 5\nSETTLEMENT * * 8 80% 2\n")
	h := start(t, func(c *services.Config) { c.Targets = file })
	c, lead := h.file(h.teacher(hyksSchool), request("fi", autism)), h.lead(valteriUnit, "VALTERI")
	got := map[casespb.Goal]int32{}
	for _, k := range must[*caseworkpb.ListEventsResponse](t)(lead.ListEvents(t.Context(), &caseworkpb.ListEventsRequest{CaseId: c.GetId()})).GetClocks() {
		got[k.GetGoal()] = k.GetTargetDays()
	}
	if got[casespb.Goal_GOAL_FIRST_WORD] != 7 || got[casespb.Goal_GOAL_ADVICE] != 30 {
		t.Errorf("the targets are %v", got)
	}
}

func TestAFileOfTargetsOrBreaksThatIsWrongStopsTheStart(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	for want, set := range map[string]func(*services.Config){
		"line 2: 0 working days: write 1 to 200": func(c *services.Config) { c.Targets = written(t, "ADVICE * * 30 80% 5\nFIRST_WORD * * 0 80% 2") },
		"line 1: it ends on 2026-10-12":          func(c *services.Config) { c.Breaks = written(t, "091 2026-10-16 2026-10-12") },
	} {
		config := h.config
		set(&config)
		if _, err := services.New(t.Context(), config); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %s", err, want)
		}
	}
}
