package retention

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestEveryClassSaysWhatItIsAndNoDocumentHasAShippedPeriod(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range Classes() {
		for what, text := range map[string]string{"what": c.What, "starts": c.Starts, "source": c.Source} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is missing", c.Name, what)
			}
		}
		if seen[c.Name] || !regexp.MustCompile(`^[A-Z_]+$`).MatchString(c.Name) {
			t.Errorf("%q is no name of its own", c.Name)
		}
		seen[c.Name] = true
		if !regexp.MustCompile(`^(controller|permanent|transfer|PT?[0-9]+[YMDH])$`).MatchString(c.Period) {
			t.Errorf("%s: %q is no period", c.Name, c.Period)
		}
		if !regexp.MustCompile(`^(retention|sweep|writer|operator|nobody)$`).MatchString(c.ErasedBy) {
			t.Errorf("%s: nobody is called %q", c.Name, c.ErasedBy)
		}
		if decided := c.Period != "controller"; decided != c.Confirmed || decided && c.ErasedBy != "sweep" {
			t.Errorf("%s has the period %s, confirmed %t, erased by %s", c.Name, c.Period, c.Confirmed, c.ErasedBy)
		}
	}
	for _, name := range []string{CaseClosed, CaseWithdrawn, Feedback} {
		if !seen[name] {
			t.Errorf("%s is not shipped", name)
		}
	}
}

func TestAWrongRetentionFileIsRefusedByItsLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"CASE_CLOSED P10Y\nCASE_OPEN P1Y":            `line 2: there is no class "CASE_OPEN"`,
		"# years\n\nCASE_CLOSED 10y":                 `line 3: "10y" is no period`,
		"CASE_CLOSED P0Y":                            `"P0Y" is no period`,
		"CASE_CLOSED P-1Y":                           `"P-1Y" is no period`,
		"CASE_CLOSED P1000Y":                         `"P1000Y" is no period`,
		"CASE_CLOSED P28D":                           "P28D is shorter than 30 days",
		"CASE_CLOSED":                                `"CASE_CLOSED" is not a class and a period`,
		"CASE_CLOSED P10Y P5Y":                       "is not a class and a period",
		"CASE_CLOSED P10Y\nCASE_CLOSED P1Y":          "line 2: the class CASE_CLOSED is there twice",
		"LETTER P90D":                                "the program does not erase the class LETTER",
		"STATISTICS P90D":                            "the program does not erase the class STATISTICS",
		"CASE_CLOSED controller":                     `"controller" is no period`,
		"case_closed P10Y":                           `there is no class "case_closed"`,
		strings.Repeat("CASE_CLOSED ", 10000) + "\n": "line",
	} {
		file := filepath.Join(t.TempDir(), "retention")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		plan, err := Open(file)
		if err == nil || !strings.Contains(err.Error(), want) && want != "line" || plan != nil {
			t.Errorf("%.40q gives %v and %v, want %q", text, plan, err, want)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there gives a plan")
	}
}

func TestAPeriodIsCountedByTheCalendar(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "retention")
	if err := os.WriteFile(file, []byte("CASE_CLOSED\tP10Y # päätös 1/2027\nCASE_WITHDRAWN P18M\nACCESSIBILITY_FEEDBACK P90D\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	plan, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2028, time.February, 29, 12, 0, 0, 0, time.UTC)
	for class, want := range map[string]string{CaseClosed: "2018-03-01", CaseWithdrawn: "2026-08-29", Feedback: "2027-12-01"} {
		if got := plan[class].EndedBy(now).Format(time.DateOnly); got != want {
			t.Errorf("%s %s ends what ended by %s, want %s", class, plan[class], got, want)
		}
	}
	if none, err := Open(""); err != nil || len(none) != 0 {
		t.Errorf("without a file the plan is %v, %v", none, err)
	}
}
