package main

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// example answers the shell text of a document.
func example(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, begun := strings.Cut(string(raw), "\n```sh\n")
	text, _, ended := strings.Cut(rest, "\n```\n")
	if !begun || !ended {
		t.Fatalf("%s has no example", path)
	}
	return text
}

// filing is what an example is answered: a case, or a problem.
type filing struct {
	ID              string `json:"id"`
	Number          string `json:"number"`
	Phase           string `json:"phase"`
	SchoolID        string `json:"schoolId"`
	Reason          string `json:"reason"`
	FieldViolations []struct {
		Field       string `json:"field"`
		Description string `json:"description"`
	} `json:"fieldViolations"`
}

// filed runs the example and answers what was said.
func (p *port) filed(text, token, key, school string) (said filing) {
	p.t.Helper()
	shell := exec.CommandContext(p.t.Context(), "sh", "-c", text)
	shell.Env = append(os.Environ(), "VAATU="+p.base, "TOKEN="+token, "KEY="+key, "SCHOOL="+school)
	out, err := shell.Output()
	if decoded := json.Unmarshal(out, &said); decoded != nil {
		p.t.Fatalf("the example says %q, %v", out, err)
	}
	return said
}

func TestTheExampleOfFilingFromAnotherSystemFiles(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl")
	}
	p, text := startDev(t), example(t, "../../deploy/intake.md")
	token := p.token("teacher-fi")
	school := p.schoolOf(token)
	first := p.filed(text, token, "key-1", school)
	if first.Number == "" || first.Phase != "PHASE_QUEUED" || first.SchoolID != school {
		t.Fatalf("filed is %+v", first)
	}
	if again := p.filed(text, token, "key-1", school); again.ID != first.ID {
		t.Errorf("the same call again makes %s, first it was %s", again.ID, first.ID)
	}
	if other := p.filed(text, token, "key-2", school); other.ID == first.ID {
		t.Error("another key answers the same case")
	}
	if strange := p.filed(text, p.token("teacher-sv"), "key-3", school); strange.Reason != "NOT_FOUND" {
		t.Errorf("for another's school it says %+v", strange)
	}
	wrong := p.filed(strings.Replace(text, "Kuvatuki auttaa aamupäivisin.", " ", 1), token, "key-4", school)
	if wrong.Reason != "VALIDATION" || len(wrong.FieldViolations) != 1 || wrong.FieldViolations[0].Field != "request.tried" {
		t.Errorf("without an answer it says %+v", wrong)
	}
	if none := p.filed(text, "no.to.ken", "key-5", school); none.Reason != "INVALID_TOKEN" {
		t.Errorf("without a token it says %+v", none)
	}
}

// schoolOf answers the school of a person's first grant.
func (p *port) schoolOf(token string) string {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.base+"/v1/me", http.NoBody)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := (&http.Client{Timeout: time.Minute}).Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	var me struct {
		Grants []struct {
			SchoolID string `json:"schoolId"`
		} `json:"grants"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&me); err != nil || len(me.Grants) == 0 {
		p.t.Fatalf("there is no grant: %v", err)
	}
	return me.Grants[0].SchoolID
}
