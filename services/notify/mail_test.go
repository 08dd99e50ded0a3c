package notify

import (
	"strconv"
	"strings"
	"testing"
)

func TestEveryNoticeHasItsWordsInEachLanguage(t *testing.T) {
	t.Parallel()
	for language, w := range texts {
		for _, event := range []string{"ASKED", "ADVICE_PUBLISHED", "REMINDED", "REOPENED", "BREAK_GLASS", "PERMISSION", "LOCKED", "AUTHORISATION_REFUSED", "JOIN_ASKED"} {
			m := compose("a@example.fi", language, "4K7P-2MX", event, "https://vaatu.example/cases/1")
			if w.kinds[event] == "" || m.To != "a@example.fi" {
				t.Errorf("%s has no words for %s: %+v", language, event, m)
			}
			if !strings.Contains(m.Subject, "4K7P-2MX") || !strings.Contains(m.Body, "4K7P-2MX") || !strings.Contains(m.Body, "https://vaatu.example/cases/1") {
				t.Errorf("the mail of %s in %s is %+v", event, language, m)
			}
			if strings.Contains(m.Subject+m.Body, "%!") {
				t.Errorf("the mail of %s in %s has a hole: %+v", event, language, m)
			}
		}
		if len(w.kinds) != len(texts["fi"].kinds) {
			t.Errorf("%s has %d notices, Finnish %d", language, len(w.kinds), len(texts["fi"].kinds))
		}
	}
	if compose("", "de", "n", "ASKED", "l") != compose("", "fi", "n", "ASKED", "l") {
		t.Error("a language that nobody knows is not Finnish")
	}
}

func TestEveryCallHasItsWordsInEachLanguage(t *testing.T) {
	t.Parallel()
	for language, w := range callTexts {
		for kind := range callTexts["fi"].kinds {
			one := []told{{CaseID: "1", Number: "4K7P-2MX", Tell: kind}}
			m := composeCalls(contact{Email: "a@example.fi", Language: language}, one, "https://vaatu.example")
			if w.kinds[kind] == "" || m.Subject != "Vaatu 4K7P-2MX: "+w.kinds[kind] || !strings.Contains(m.Body, w.kinds[kind]+"\n") || strings.Contains(m.Body, "%!") {
				t.Errorf("the mail of %s in %s is %+v", kind, language, m)
			}
		}
		if len(w.kinds) != len(callTexts["fi"].kinds) {
			t.Errorf("%s has %d calls, Finnish %d", language, len(w.kinds), len(callTexts["fi"].kinds))
		}
	}
}

func TestACallLeadsToWhereItsReaderSeesTheCase(t *testing.T) {
	t.Parallel()
	for of, want := range map[told]string{
		{CaseID: "1", Tell: "RETURN_DUE", Rung: "OWNER"}:         "/my-cases",
		{CaseID: "1", Tell: "RETURN_DUE", Rung: "LEAD"}:          "/cases/1",
		{CaseID: "1", Tell: "RETURN_DUE", Rung: "COORDINATION"}:  "/caseload",
		{CaseID: "1", Tell: "RETURN_KEPT"}:                       "/",
		{CaseID: "1", Tell: "DISPUTE_STAYS"}:                     "/cases/1",
		{CaseID: "1", Tell: "DISPUTE_MOVES", Takes: true}:        "/cases/1",
		{CaseID: "1", Tell: "DISPUTE_MOVES"}:                     "/",
		{CaseID: "1", Tell: "DISPUTE_TRIAGE"}:                    "/",
		{CaseID: "1", Tell: "WARNING", Rung: "OWNER"}:            "/cases/1",
		{CaseID: "1", Tell: "ESCALATION", Rung: "COUNTRY"}:       "/caseload",
		{CaseID: "1", Tell: "DISPUTE_WARNING", Rung: "COUNTRY"}:  "/triage",
		{CaseID: "1", Tell: "DISPUTE_ESCALATION", Rung: "ADMIN"}: "/grants",
	} {
		if got := of.page(); got != want {
			t.Errorf("%+v leads to %s, want %s", of, got, want)
		}
	}
}

func TestAMailOfSeveralCountsEachOnceAndSaysHowManyItDoesNotName(t *testing.T) {
	t.Parallel()
	var all []told
	for i := range 38 {
		all = append(all, told{CaseID: "1", Number: strconv.Itoa(i), Tell: "WARNING"}, told{CaseID: "2", Number: strconv.Itoa(i), Tell: "ESCALATION", Rung: "ADMIN"})
	}
	m := composeCalls(contact{Language: "fi"}, all, "https://vaatu.example")
	lines := strings.Split(strings.Split(m.Body, "\n\n")[0], "\n")
	if m.Subject != "Vaatu: ilmoituksia 39" || len(lines) != mostListed+1 || lines[mostListed] != "ja 19 muuta" {
		t.Errorf("of 39 there are %d lines: %+v", len(lines), m)
	}
}
