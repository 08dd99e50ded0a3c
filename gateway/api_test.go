package gateway

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

const someID = "0197f2a0-0000-7000-8000-000000000001"

func TestEveryRouteReachesItsService(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, r := range s.gateway.routes {
		path := r.pattern
		for _, segment := range r.segments {
			if strings.HasPrefix(segment, "{") {
				path = strings.Replace(path, segment, someID, 1)
			}
		}
		body := ""
		if r.body != "" {
			body = "{}"
		}
		before := len(s.services.all())
		if got := s.do(r.method, path, body); got.status != http.StatusOK {
			t.Errorf("%s %s answers %d %s", r.method, path, got.status, got.body)
		}
		if after := len(s.services.all()); after != before+1 {
			t.Errorf("%s %s reached the services %d times", r.method, path, after-before)
		}
	}
	if len(s.gateway.routes) < 30 {
		t.Errorf("only %d routes were found", len(s.gateway.routes))
	}
}

func TestAServiceGetsExactlyWhatItShould(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.do("POST", "/v1/assignments/"+someID+":claim", "{}",
		"Accept-Language", "sv-FI", "If-Match", `"v7"`, "Idempotency-Key", "key-1", "Vaatu-Acting-Grant", someID,
		"Proxy-Authorization", "Bearer evil", "X-Forwarded-For", "10.0.0.1", "X-Forwarded-Host", "evil.example",
		"Grpc-Metadata-Vaatu-Session", "evil", "Grpc-Metadata-Authorization", "evil", "Grpc-Timeout", "1n",
		"Vaatu-Session", "evil", "Vaatu-Principal-Bin", "evil", "Grpc-Metadata-Vaatu-Principal-Bin", "ZXZpbA==",
		"X-Request-Id", "evil", "Grpcgateway-Cookie", "evil", "X-Http-Method-Override", "DELETE", "Te", "trailers",
	)
	got := s.services.one(t).metadata.Copy()
	for _, ours := range []string{":authority", "content-type", "user-agent", "grpc-accept-encoding", "grpc-timeout"} {
		delete(got, ours) // gRPC's own, made by the gateway's client
	}
	id := got.Get(mdRequestID)
	if len(id) != 1 || uuid.Validate(id[0]) != nil {
		t.Errorf("the request id is %v", id)
	}
	delete(got, mdRequestID)
	want := metadata.MD{
		mdSession: {someToken}, mdLanguage: {"sv"}, mdIfMatch: {`"v7"`}, mdIdempotency: {"key-1"}, mdActing: {someID},
		mdOrigin: {"127.0.0.1"}, // of the connection: no proxy is trusted here
	}
	if len(got) != len(want) {
		t.Errorf("the service got %v, want %v", got, want)
	}
	for key, values := range want {
		if strings.Join(got[key], "|") != strings.Join(values, "|") {
			t.Errorf("%s is %v, want %v", key, got[key], values)
		}
	}
}

func TestHeadersThatCannotBePassedOnAreNamed(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for name, value := range map[string]string{
		"Idempotency-Key": "avain-ä", "If-Match": strings.Repeat("x", longestHeader+1), "Vaatu-Acting-Grant": "a\tb",
	} {
		p := s.do("POST", "/v1/drafts", "{}", name, value).wants(t, 400, reasonValidation)
		if len(p.Violations) != 1 || p.Violations[0].Field != name {
			t.Errorf("%s is refused with %+v", name, p.Violations)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+"/v1/drafts", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{"Content-Type": {"application/json"}, "Cookie": {"vaatu=" + someToken}, "Idempotency-Key": {"a", "b"}}
	s.send(r).wants(t, 400, reasonValidation)
	if calls := s.services.all(); len(calls) != 0 {
		t.Errorf("the services saw %v", calls)
	}
}

func TestWithoutASessionNothingIsServed(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, cookie := range []string{"", "vaatu=", "vaatu=short", "vaatu=" + strings.Repeat("ä", 40), "__Host-vaatu=" + someToken, "vaatu=" + strings.Repeat("A", 5000)} {
		s.do("GET", "/v1/me", "", "Cookie", cookie).wants(t, 401, reasonUnauthenticated)
	}
	s.do("POST", "/v1/drafts", "{}", "Cookie", "").wants(t, 401, reasonUnauthenticated)
	if calls := s.services.all(); len(calls) != 0 {
		t.Errorf("the services saw %v", calls)
	}
}

func TestWhatIsWrongInABodyIsNamed(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, c := range []struct{ name, body, field, text string }{
		{"an unknown field", `{"request":{"sitation":"x"}}`, "request.sitation", "The field is unknown."},
		{"an unknown field of the message", `{"nope":1}`, "nope", "The field is unknown."},
		{"a word for a number", `{"request":{"grades":[1,"kolme"]}}`, "request.grades[1]", "The value does not fit this field."},
		{"a number for a word", `{"request":{"situation":5}}`, "request.situation", "The value does not fit this field."},
		{"a list for a message", `{"request":[]}`, "request", "The value does not fit this field."},
		{"a word for a list", "{\n \"request\": {\n  \"tried\": \"ä\",\n  \"needs\": \"NEED_AUTISM\"}}", "request.needs", "The value does not fit this field."},
		{"an unknown code", `{"request":{"needs":["NEED_MAGIC"]}}`, "request.needs[0]", "The value does not fit this field."},
		{"a field twice", `{"request":{"tried":"a","tried":"b"}}`, "request.tried", "The field is given twice."},
		{"a NUL", `{"request":{"grades":[3],"situation":"a\u0000b"}}`, "request.situation", "Remove the invisible character (NUL)."},
		{"a second value", `{"request":{}} {}`, "", "There is more than one JSON value in the body."},
		{"something after the value", `{"request":{}} x`, "", "There is more than one JSON value in the body."},
		{"half a value", `{"request":`, "", "The body is not valid JSON."},
		{"a list", `[]`, "", "The body is not valid JSON."},
		{"null", `null`, "", "The body is not valid JSON."},
		{"broken UTF-8", "{\"request\":{\"tried\":\"\xff\"}}", "", "The body is not in UTF-8."},
		{"a lone surrogate", `{"request":{"tried":"\ud800"}}`, "request.tried", ""},
		{"brackets without end", strings.Repeat("[", 20000), "", "The body is not valid JSON."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := s.do("POST", "/v1/cases", c.body, "Accept-Language", "en")
			p := got.wants(t, 400, reasonValidation)
			field, text := "", p.Detail
			if len(p.Violations) == 1 {
				field, text = p.Violations[0].Field, p.Violations[0].Description
			}
			if c.text != "" && (field != c.field || text != c.text) {
				t.Errorf("says %q of %q, want %q of %q", text, field, c.text, c.field)
			}
			for _, jargon := range []string{"proto", "line ", "token", "int32", "rpc"} {
				if strings.Contains(got.body, jargon) {
					t.Errorf("%q speaks like a machine: %s", jargon, got.body)
				}
			}
		})
	}
	t.Cleanup(func() {
		if calls := s.services.all(); len(calls) != 0 {
			t.Errorf("the services saw %v", calls)
		}
	})
}

func TestAnEscapedBackslashBeforeU0000IsText(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	if got := s.do("POST", "/v1/cases", `{"request":{"tried":"a\\u0000b"}}`); got.status != 200 {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	if got := s.services.one(t).request.(*intakepb.SubmitCaseRequest).GetRequest().GetTried(); got != `a\u0000b` {
		t.Errorf("the service got %q", got)
	}
}

func TestThePathDecidesWhichResourceIsMeant(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	other := "0197f2a0-0000-7000-8000-00000000beef"
	if got := s.do("PATCH", "/v1/drafts/"+someID, `{"id":"`+other+`","request":{"tried":"x"}}`); got.status != 200 {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	got := s.services.one(t).request.(*intakepb.UpdateDraftRequest)
	if got.GetDraft().GetId() != someID {
		t.Errorf("the draft is %s", got.GetDraft().GetId())
	}
	if paths := got.GetUpdateMask().GetPaths(); !strings.Contains(strings.Join(paths, ","), "request.tried") {
		t.Errorf("the mask is %v", paths)
	}
}

func TestABodyWithoutKeysNamesNothingToSave(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"": "", "{}": "", `{"request":{}}`: "request", `{"request":{"tried":""}}`: "request.tried", `{"request":{"needs":[]}}`: "request.needs",
	} {
		s := newSite(t, nil)
		if got := s.do("PATCH", "/v1/drafts/"+someID, body); got.status != 200 {
			t.Fatalf("%q answers %d %s", body, got.status, got.body)
		}
		got := s.services.one(t).request.(*intakepb.UpdateDraftRequest)
		if paths := strings.Join(got.GetUpdateMask().GetPaths(), ","); paths != want {
			t.Errorf("%q names %q, want %q", body, paths, want)
		}
	}
}

func TestBodiesMustBeJSONByTheirOwnWord(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, sent := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/json; charset=latin1", "json", "application/jsonx"} {
		s.do("POST", "/v1/drafts", "{}", "Content-Type", sent).wants(t, 415, reasonUnsupportedMediaType)
	}
	s.do("POST", "/v1/drafts", "{}", "Content-Encoding", "gzip").wants(t, 415, reasonUnsupportedMediaType)
	s.do("POST", "/v1/assignments/"+someID+":claim", "", "Content-Type", "application/x-www-form-urlencoded").wants(t, 415, reasonUnsupportedMediaType)
	if calls := s.services.all(); len(calls) != 0 {
		t.Errorf("the services saw %v", calls)
	}
	for _, sent := range []string{"application/json", "Application/JSON; Charset=UTF-8"} {
		if got := s.do("POST", "/v1/drafts", "{}", "Content-Type", sent); got.status != 200 {
			t.Errorf("%s answers %d", sent, got.status)
		}
	}
	if got := s.do("POST", "/v1/assignments/"+someID+":claim", ""); got.status != 200 {
		t.Errorf("no body answers %d", got.status)
	}
}

func TestALargeBodyIsRefusedWhetherItSaysItsSizeOrNot(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	large := `{"request":{"tried":"` + strings.Repeat("a", 2<<20) + `"}}`
	s.do("POST", "/v1/cases", large).wants(t, 413, reasonTooLarge)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+"/v1/cases", io.MultiReader(strings.NewReader(large)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{"Content-Type": {"application/json"}, "Cookie": {"vaatu=" + someToken}}
	s.send(r).wants(t, 413, reasonTooLarge)
	if calls := s.services.all(); len(calls) != 0 {
		t.Errorf("the services saw %v", calls)
	}
}

func TestAChangeFromAForeignOriginIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
		s.do("POST", "/v1/drafts", "{}", header[0], header[1]).wants(t, 403, reasonForeignOrigin)
		s.do("DELETE", "/v1/drafts/"+someID, "", header[0], header[1]).wants(t, 403, reasonForeignOrigin)
		s.do("POST", "/auth/logout", "", header[0], header[1]).wants(t, 403, reasonForeignOrigin)
	}
	if calls := append(s.services.all(), s.access.all()...); len(calls) != 0 {
		t.Errorf("the services saw %v", calls)
	}
	if got := s.do("POST", "/v1/drafts", "{}", "Origin", s.base); got.status != 200 {
		t.Errorf("our own origin answers %d", got.status)
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, path := range []string{
		"/v1/nope", "/v1/", "/v1", "/v1/cases/", "/v1/drafts/" + someID + ":nope", "/v1/drafts/" + someID + "/x", "/auth/nope", "/dev/op/authorize",
		"/v1/cases/" + someID + ":withdraw:now", "/v1/routing/decide", "/v1/cases/" + someID + "/advice:nope",
	} {
		s.do("POST", path, "{}").wants(t, 404, reasonNotFound)
	}
	s.do("GET", "/v1/drafts/"+someID+":nope", "").wants(t, 404, reasonNotFound)
	for path, allow := range map[string]string{
		"/v1/me": "GET", "/v1/drafts/" + someID: "DELETE, GET, PATCH", "/v1/cases": "GET, POST", "/auth/login": "GET", "/healthz": "GET, HEAD",
		"/v1/assignments/" + someID + ":claim": "POST",
	} {
		got := s.do("PUT", path, "{}")
		got.wants(t, 405, reasonMethodNotAllowed)
		if got.header.Get("Allow") != allow {
			t.Errorf("%s allows %q, want %q", path, got.header.Get("Allow"), allow)
		}
	}
	s.do("GET", "/v1/drafts/"+someID+":submit", "").wants(t, 405, reasonMethodNotAllowed)
	if calls := s.services.all(); len(calls) != 0 {
		t.Errorf("the services saw %v", calls)
	}
}

func TestQueriesAreChecked(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for query, field := range map[string]string{
		"nope=1": "nope", "page_size=x": "page_size", "pageSize=1&pageSize=2": "pageSize", "phase=PHASE_NOPE": "phase", "phase=3": "phase",
		"mine=1": "mine", "phase=": "phase", "page_size=99999999999": "page_size",
	} {
		p := s.do("GET", "/v1/cases?"+query, "").wants(t, 400, reasonValidation)
		if len(p.Violations) != 1 || p.Violations[0].Field != field {
			t.Errorf("%s is refused with %+v", query, p.Violations)
		}
	}
	s.do("GET", "/v1/cases?page_size=1&pageSize=2", "").wants(t, 400, reasonValidation)
	s.do("POST", "/v1/assignments/"+someID+":claim?etag=v1", "{}").wants(t, 400, reasonValidation)
	s.do("PATCH", "/v1/drafts/"+someID+"?etag=v1", "{}").wants(t, 400, reasonValidation)
	for _, query := range []string{"number=%ff", "number=%00", "number=%zz", "a;b=1", "%ff=1"} {
		s.do("GET", "/v1/cases?"+query, "").wants(t, 400, reasonValidation)
	}
	s.do("GET", "/v1/drafts/%ff", "").wants(t, 400, reasonValidation)
	s.do("GET", "/v1/drafts/%00", "").wants(t, 400, reasonValidation)
	if calls := s.services.all(); len(calls) != 0 {
		t.Fatalf("the services saw %v", calls)
	}
	if got := s.do("GET", "/v1/queues/"+someID+"/assignments?pageSize=20&need=NEED_AUTISM&page_token=abc", ""); got.status != 200 {
		t.Errorf("a good query answers %d %s", got.status, got.body)
	}
	if got := s.do("GET", "/v1/cases?mine=true&phase=PHASE_QUEUED&number=V-%C3%A4", ""); got.status != 200 {
		t.Errorf("a good query answers %d %s", got.status, got.body)
	}
}

func TestAnAnswerLeavesOutWhatIsNotSet(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.services.answers(func(c seen) (proto.Message, error) {
		if strings.HasSuffix(c.method, "GetMe") {
			return &directorypb.Me{Id: someID, Grants: []*directorypb.Grant{{Role: accesspb.Role_ROLE_LEAD}}}, nil
		}
		return &casespb.Case{Id: someID, Etag: "v7"}, nil
	})
	me := s.do("GET", "/v1/me", "")
	if got := strings.ReplaceAll(me.body, " ", ""); got != `{"id":"`+someID+`","grants":[{"role":"ROLE_LEAD"}]}` {
		t.Errorf("got %s", got)
	}
	if me.header.Get("Content-Type") != "application/json" || me.header.Get("Cache-Control") != "no-store" || me.header.Get("ETag") != "" {
		t.Errorf("got %v", me.header)
	}
	if got := s.do("GET", "/v1/cases/"+someID, "").header.Get("ETag"); got != `"v7"` {
		t.Errorf("the etag is %s", got)
	}
}

func TestAPanicIsOurFault(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *Config) {
		c.Extra = map[string]http.Handler{"/dev/boom": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret") })}
	})
	got := s.do("GET", "/dev/boom", "")
	p := got.wants(t, 500, reasonInternal)
	if strings.Contains(got.body, "secret") {
		t.Errorf("the panic leaked: %s", got.body)
	}
	if !strings.Contains(s.log.String(), p.RequestID) {
		t.Error("the log does not name the request")
	}
}

func TestTheLogHoldsNoContent(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.do("GET", "/v1/cases?number=secret-query", "")
	s.do("POST", "/v1/cases/"+someID+"/messages", `{"text":"secret-body"}`, "Idempotency-Key", "secret-key")
	s.do("GET", "/drafts/"+someID, "", "Accept", "text/html")
	s.do("GET", "/auth/callback?code=secret-code&state=secret-state", "")
	s.do("GET", "/readyz?secret-word", "")
	log := s.log.String()
	for _, secret := range []string{"secret-query", "secret-body", "secret-key", "secret-code", "secret-state", "secret-word", someToken} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %s: %s", secret, log)
		}
	}
	for _, want := range []string{`"route":"/v1/cases"`, `"route":"/v1/cases/{case_id}/messages"`, `"route":"page"`, `"status":200`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s: %s", want, log)
		}
	}
}
