package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// aPDF is a file with a text in it, which the filling makes as long as it is to be.
func aPDF(text string, filling ...byte) []byte {
	body := append([]byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% "+text+"\n"), filling...)
	return fmt.Appendf(slices.Clip(body), "\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 1>>\nstartxref\n%d\n%%%%EOF\n", len(body)+1)
}

// sender sends files of a case over HTTP.
type sender struct {
	t            *testing.T
	client       *http.Client
	base, caseID string
}

func (s *sender) do(method, path string, body io.Reader, headers ...string) (status int, header http.Header, text []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.base+"/v1/cases/"+s.caseID+"/attachments"+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	answer, err := s.client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err = io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, text
}

func (s *sender) post(path string, body any) map[string]any {
	s.t.Helper()
	raw, _ := json.Marshal(body)
	status, _, text := s.do("POST", path, bytes.NewReader(raw), "Content-Type", "application/json", "Idempotency-Key", rand.Text())
	var said map[string]any
	if err := json.Unmarshal(text, &said); err != nil || status != http.StatusOK {
		s.t.Fatalf("POST %s: %d %s", path, status, text)
	}
	return said
}

func (s *sender) begin(name string, size int) string {
	s.t.Helper()
	return s.post("", map[string]any{"name": name, "size": size})["id"].(string)
}

// patch sends bytes from an offset, and answers how many have come then.
func (s *sender) patch(id string, offset int, body io.Reader) (status int, come string) {
	s.t.Helper()
	status, header, _ := s.do("PATCH", "/"+id, body, "Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(offset))
	return status, header.Get("Upload-Offset")
}

func (s *sender) send(name string, file []byte) string {
	s.t.Helper()
	id := s.begin(name, len(file))
	if status, come := s.patch(id, 0, bytes.NewReader(file)); status != http.StatusNoContent || come != strconv.Itoa(len(file)) {
		s.t.Errorf("%s: %d, %s of %d bytes have come", name, status, come, len(file))
	}
	return id
}

func (s *sender) finish(id string) map[string]any {
	s.t.Helper()
	return s.post("/"+id+":finish", map[string]any{})
}

// resident answers how much memory processes of one program have taken at most, in bytes; what they have of its file they
// share.
func resident(t *testing.T, pids ...int) (most int) {
	t.Helper()
	var shared []int
	for _, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			var kilobytes int
			if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); n == 1 {
				most += kilobytes << 10
			}
			if n, _ := fmt.Sscanf(line, "RssFile: %d kB", &kilobytes); n == 1 {
				shared = append(shared, kilobytes<<10)
			}
		}
	}
	return most - slices.Min(shared)
}

// traced is a line of GODEBUG=gctrace=1: megabytes of heap at the start of a collection, at its end, and live.
var traced = regexp.MustCompile(`(?m)^gc \d+ @.* \d+->\d+->(\d+) MB`)

// live answers how many megabytes were live after each collection of a process so far.
func live(process *said) []int {
	sizes := []int{0}
	for _, found := range traced.FindAllStringSubmatch(process.String(), -1) {
		size, _ := strconv.Atoi(found[1])
		sizes = append(sizes, size)
	}
	return sizes
}

func TestFilesComeAndGoOverHTTPAndTakeLittleMemory(t *testing.T) {
	t.Parallel()
	i := install(t)
	work := shortDir(t)
	program := built(t)
	services := startProgram(t, "env", append([]string{"GODEBUG=gctrace=1", program}, i.serve(work, "--unscanned=allow")...)...)
	front := startProgram(t, "env", append([]string{"GODEBUG=gctrace=1", program}, i.front(work)...)...)
	until(t, i.base+"/readyz")
	teacher := signedIn(t, i.base, "teacher-fi")
	teacher.Timeout = 5 * time.Minute // fifty at once wait for each other
	filed, err := call(t.Context(), teacher, "POST", i.base+"/v1/cases", "", aRequest())
	if err != nil {
		t.Fatal(err)
	}
	s := &sender{t, teacher, i.base, filed.body["id"].(string)}

	// An upload that broke goes on where it stopped, and comes out as it went in.
	file := aPDF("Luokan päiväjärjestys", bytes.Repeat([]byte("%\n"), 300<<10)...)
	id := s.begin("Päivä \"järjestys\".pdf", len(file))
	if status, come := s.patch(id, 0, bytes.NewReader(file[:200_000])); status != http.StatusNoContent || come != "200000" {
		t.Errorf("the first part: %d, %s", status, come)
	}
	if status, _ := s.patch(id, 7, bytes.NewReader(file)); status != http.StatusPreconditionFailed {
		t.Errorf("from a wrong place: %d", status)
	}
	status, header, _ := s.do("HEAD", "/"+id, nil)
	if status != http.StatusOK || header.Get("Upload-Offset") != "200000" || header.Get("Upload-Length") != strconv.Itoa(len(file)) {
		t.Errorf("it is at %s of %s, %d", header.Get("Upload-Offset"), header.Get("Upload-Length"), status)
	}
	s.patch(id, 200_000, bytes.NewReader(file[200_000:]))
	if a := s.finish(id); a["state"] != "UPLOAD_STATE_NOT_SCANNED" {
		t.Errorf("it is %v", a)
	}
	for query, kind := range map[string]string{"": "attachment", "?preview=1": "inline"} {
		status, header, got := s.do("GET", "/"+id+query, nil)
		if status != http.StatusOK || !bytes.Equal(got, file) {
			t.Errorf("GET%s answers %d with %d bytes", query, status, len(got))
		}
		want := kind + `; filename="P_iv_ _j_rjestys_.pdf"; filename*=UTF-8''P%C3%A4iv%C3%A4%20_j%C3%A4rjestys_.pdf`
		if header.Get("Content-Disposition") != want || header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Cache-Control") != "no-store" ||
			header.Get("Content-Type") != "application/pdf" || !strings.Contains(header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("GET%s has the headers %v", query, header)
		}
	}
	for what, got := range map[string]int{
		"no type":    first(s.do("PATCH", "/"+id, strings.NewReader("x"), "Upload-Offset", "0")),
		"no offset":  first(s.do("PATCH", "/"+id, strings.NewReader("x"), "Content-Type", "application/offset+octet-stream")),
		"no session": first((&sender{t, &http.Client{Timeout: time.Minute}, i.base, s.caseID}).do("GET", "/"+id, nil)),
		"a stranger": first((&sender{t, signedIn(t, i.base, "teacher-fi-2"), i.base, s.caseID}).do("GET", "/"+id, nil)),
	} {
		want := map[string]int{"no type": 415, "no offset": 400, "no session": 401, "a stranger": 404}[what]
		if got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}

	// A large file is in memory at no time; fifty at once are bounded.
	large := aPDF("", make([]byte, 9<<20)...)
	before := []int{slices.Max(live(services)), slices.Max(live(front))}
	added := []int{1 << 10, 1 << 10}
	for range 5 { // the least of five: what is made while a collection runs counts as live
		past := []int{len(live(services)), len(live(front))}
		s.finish(s.send("suuri.pdf", large))
		for n, process := range []*said{services, front} {
			added[n] = min(added[n], slices.Max(append(live(process)[past[n]:], before[n]))-before[n])
		}
	}
	t.Logf("a large file adds %d MB of heap to the services, %d MB to the front", added[0], added[1])
	if slices.Max(added) > 4 {
		t.Errorf("a large file adds %d MB of heap", slices.Max(added))
	}
	var all sync.WaitGroup
	for range 3 {
		other, err := call(t.Context(), teacher, "POST", i.base+"/v1/cases", "", aRequest())
		if err != nil {
			t.Fatal(err)
		}
		for range 17 {
			all.Go(func() {
				s := &sender{t, teacher, i.base, other.body["id"].(string)}
				s.send("suuri.pdf", large)
			})
		}
	}
	all.Wait()
	most := resident(t, services.pid, front.pid)
	t.Logf("both processes take at most %d MB with fifty at once", most>>20)
	if most > 200<<20 {
		t.Errorf("both processes took %d MB", most>>20)
	}
}

func first(status int, _ http.Header, _ []byte) int { return status }
