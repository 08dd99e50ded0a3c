package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"google.golang.org/protobuf/encoding/protojson"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

// jsonDoor asks the web front, with connections kept open. Answers are looked at no closer than is needed to know that
// they are right: the client shares the machine with what it measures.
type jsonDoor struct {
	base   string
	client *http.Client
}

func openJSON(base string, clients int) *jsonDoor {
	return &jsonDoor{base, &http.Client{Timeout: grace, Transport: &http.Transport{
		MaxIdleConnsPerHost: clients, DisableCompression: true,
	}}}
}

func (d *jsonDoor) close() { d.client.CloseIdleConnections() }

// ask sends a request and answers the status and the body.
func (d *jsonDoor) ask(ctx context.Context, p *person, method, path, key, etag string, body []byte) (int, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, d.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("making a request: %w", err)
	}
	request.Header.Set("Cookie", "vaatu="+p.token)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", key)
	}
	if etag != "" {
		request.Header.Set("If-Match", `"`+etag+`"`)
	}
	answer, err := d.client.Do(request)
	if err != nil {
		return 0, nil, fmt.Errorf("asking %s: %w", path, err)
	}
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, text, errors.Join(err, answer.Body.Close())
}

// into asks and reads the answer, which must be a 200.
func (d *jsonDoor) into(ctx context.Context, p *person, method, path, key, etag string, body []byte, answer any) error {
	status, text, err := d.ask(ctx, p, method, path, key, etag, body)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return fmt.Errorf("%s %s answers %d: %s", method, path, status, text)
	}
	if answer == nil {
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

type jsonCase struct {
	ID          string           `json:"id"`
	Phase       string           `json:"phase"`
	Assignments []jsonAssignment `json:"assignments"`
}

type jsonAssignment struct {
	ID    string `json:"id"`
	State string `json:"state"`
	Etag  string `json:"etag"`
}

func (d *jsonDoor) file(ctx context.Context, p *person, key string, r *casespb.Request) (filed, error) {
	words, err := protojson.Marshal(r)
	if err != nil {
		return filed{}, fmt.Errorf("encoding a request: %w", err)
	}
	var c jsonCase
	body := append(append([]byte(`{"request":`), words...), '}')
	if err := d.into(ctx, p, http.MethodPost, "/v1/cases", key, "", body, &c); err != nil {
		return filed{}, err
	}
	if c.Phase != "PHASE_QUEUED" || len(c.Assignments) != 1 {
		return filed{}, fmt.Errorf("filing by JSON answers the phase %s", c.Phase)
	}
	return filed{c.ID, c.Assignments[0].ID}, nil
}

func (d *jsonDoor) claim(ctx context.Context, p *person, key string, a assignment) (assignment, bool, error) {
	status, text, err := d.ask(ctx, p, http.MethodPost, "/v1/assignments/"+a.id+":claim", key, a.etag, []byte("{}"))
	if err != nil {
		return a, false, err
	}
	if status == http.StatusConflict && bytes.Contains(text, []byte(`"ASSIGNMENT_HELD"`)) {
		return a, true, nil
	}
	var held jsonAssignment
	if err := json.Unmarshal(text, &held); err != nil || status != http.StatusOK || held.State != "STATE_HELD" {
		return a, false, fmt.Errorf("claiming by JSON answers %d: %s", status, text)
	}
	a.etag = held.Etag
	return a, false, nil
}

func (d *jsonDoor) release(ctx context.Context, p *person, key string, a assignment) (assignment, error) {
	var free jsonAssignment
	err := d.into(ctx, p, http.MethodPost, "/v1/assignments/"+a.id+":release", key, a.etag, []byte("{}"), &free)
	a.etag = free.Etag
	return a, err
}

func (d *jsonDoor) message(ctx context.Context, p *person, key, caseID, text string) error {
	var m struct{ Text string }
	body := []byte(`{"text":` + strconv.Quote(text) + `}`)
	if err := d.into(ctx, p, http.MethodPost, "/v1/cases/"+caseID+"/messages", key, "", body, &m); err != nil {
		return err
	}
	if m.Text != text {
		return errors.New("writing a message by JSON answers another text")
	}
	return nil
}

func (d *jsonDoor) queue(ctx context.Context, p *person, unit, token string) (int, string, error) {
	path := "/v1/queues/" + unit + "/assignments?pageSize=" + strconv.Itoa(pageSize)
	if token != "" {
		path += "&pageToken=" + url.QueryEscape(token)
	}
	status, text, err := d.ask(ctx, p, http.MethodGet, path, "", "", nil)
	if err != nil {
		return 0, "", err
	}
	if status != http.StatusOK || !bytes.HasPrefix(text, []byte("{")) || !bytes.HasSuffix(bytes.TrimSpace(text), []byte("}")) {
		return 0, "", fmt.Errorf("reading a queue by JSON answers %d: %s", status, text)
	}
	return bytes.Count(text, []byte(`"card":`)), "", nil
}

func (d *jsonDoor) read(ctx context.Context, p *person, caseID string) error {
	status, text, err := d.ask(ctx, p, http.MethodGet, "/v1/cases/"+caseID, "", "", nil)
	if err != nil {
		return err
	}
	if status != http.StatusOK || !bytes.Contains(text, []byte(caseID)) || !bytes.Contains(text, []byte(`"situation":`)) {
		return fmt.Errorf("reading a case by JSON answers %d: %s", status, text)
	}
	return nil
}

func (d *jsonDoor) caseload(ctx context.Context, p *person) error {
	var c struct{ Total int }
	if err := d.into(ctx, p, http.MethodGet, "/v1/caseload", "", "", nil, &c); err != nil {
		return err
	}
	if c.Total == 0 {
		return errors.New("reading the caseload by JSON answers nothing")
	}
	return nil
}
