package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"time"
)

// answerPatience is how long a client waits; longer is a lost answer.
const answerPatience = 12 * time.Second

// person is somebody with a session, who may ask several things at once.
type person struct {
	hint string
	// direct is where they sign in, front the way that may be cut.
	direct, front string
	client        *http.Client
}

// resource is what the load reads of a case, an assignment or a text.
type resource struct {
	ID          string     `json:"id"`
	Etag        string     `json:"etag"`
	Phase       string     `json:"phase"`
	UnitID      string     `json:"unitId"`
	Reason      string     `json:"reason"`
	Assignments []resource `json:"assignments"`
}

// answer is what came back.
type answer struct {
	resource

	status int
}

func (a answer) ok() bool { return a.status == http.StatusOK }

// request is a call of the interface; without a body it only reads.
type request struct {
	path, key, etag string
	body            any
}

func newPerson(hint, direct, front string) (*person, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("making a cookie jar: %w", err)
	}
	return &person{hint: hint, direct: direct, front: front, client: &http.Client{Jar: jar, Timeout: answerPatience}}, nil
}

// signIn opens a session with the built-in provider.
func (p *person) signIn(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.direct+"/auth/login?login_hint="+p.hint, http.NoBody)
	if err != nil {
		return fmt.Errorf("preparing a sign-in: %w", err)
	}
	a, err := p.do(req)
	if err != nil {
		return fmt.Errorf("signing %s in: %w", p.hint, err)
	}
	if !a.ok() {
		return fmt.Errorf("signing %s in: status %d", p.hint, a.status)
	}
	return nil
}

// ask sends a request once; an error or a status of 500 and more is a lost answer.
func (p *person) ask(ctx context.Context, r request) (answer, error) {
	method, body := http.MethodGet, []byte(nil)
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return answer{}, fmt.Errorf("encoding a request: %w", err)
		}
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, p.front+r.path, bytes.NewReader(body))
	if err != nil {
		return answer{}, fmt.Errorf("preparing a request: %w", err)
	}
	// A request with a key and a body that can be read again is repeated by the transport; the ledger would not know.
	req.GetBody = nil
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", r.key)
	}
	if r.etag != "" {
		req.Header.Set("If-Match", `"`+r.etag+`"`)
	}
	return p.do(req)
}

func (p *person) do(req *http.Request) (answer, error) {
	resp, err := p.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode}
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, fmt.Errorf("reading an answer: %w", err)
	}
	if strings.Contains(resp.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(raw, &a.resource); err != nil {
			return answer{}, fmt.Errorf("reading an answer: %w", err)
		}
	}
	return a, nil
}
