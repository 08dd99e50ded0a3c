package gateway

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// venom stands in everything that an attacker sends: it is found where it leaks.
const venom = "kyykaarme"

// breakers end a line, a header, a string or a tag wherever a value is not kept a value.
var breakers = []string{
	venom + "\r\nSet-Cookie: vaatu=" + venom + "\r\n\r\n<script>", venom + "\n{\"level\":\"ERROR\",\"msg\":\"x\"}", venom + `","level":"ERROR","x":"`,
	venom + "\x1b[2J\x1b[31m\a", venom + "\u2028\u202e\u0085", `"><script>` + venom + "</script>", "' OR 1=1 --" + venom, "{{" + venom + "}}${" + venom + "}",
}

// linesHold fails unless each line of the log is one object of the keys that such lines have, and none holds the word.
func (s *site) linesHold(t *testing.T, word string) {
	t.Helper()
	known := map[string]bool{}
	for key := range strings.FieldsSeq("time level msg request method route status ms error door reason code kind") {
		known[key] = true
	}
	for line := range strings.Lines(s.log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil || !strings.HasSuffix(line, "}\n") {
			t.Fatalf("a line of the log is %q: %v", line, err)
		}
		for key := range fields {
			if !known[key] {
				t.Errorf("a line of the log has the key %s: %s", key, line)
			}
		}
		if strings.Contains(line, word) {
			t.Errorf("the log holds what was sent: %.300s", line)
		}
	}
}

// split fails when a header of an answer is not ours, or holds what was sent other than escaped in the address of a redirect.
func (a answer) split(t *testing.T, what string) {
	t.Helper()
	for name, values := range a.header {
		for _, v := range values {
			if name != "Location" && strings.Contains(v, venom) || strings.ContainsAny(v, "\r\n<>\"'\x1b") && name == "Location" {
				t.Errorf("%s is answered with the header %s: %q", what, name, v)
			}
		}
	}
	if strings.Contains(a.body, "<script>"+venom) {
		t.Errorf("%s is answered with a tag: %s", what, a.body)
	}
}

// TestNothingOfARequestBreaksALineOrAHeader puts what ends a line or a header into every parameter of every route, into what
// sign-in is told and into paths: every answer has our headers only, and the log one line each, without what was sent.
func TestNothingOfARequestBreaksALineOrAHeader(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, b := range breakers {
		v := url.QueryEscape(b)
		for _, r := range s.gateway.routes {
			var path []string
			for _, segment := range r.segments {
				if strings.HasPrefix(segment, "{") {
					segment = url.PathEscape(b)
				}
				path = append(path, segment)
			}
			address := strings.Join(path, "/")
			if r.verb != "" {
				address += ":" + r.verb
			}
			body := ""
			if r.method != http.MethodGet {
				body = fmt.Sprintf("{%q:%q}", b, b)
			}
			s.do(r.method, address, body).split(t, r.method+" "+address)
			for name := range r.query {
				s.do(r.method, address+"?"+name+"="+v+"&"+v+"="+v, body).split(t, r.pattern+"?"+name)
			}
		}
		for _, path := range []string{"/auth/login?return_to=/", "/auth/login?return_to=", "/auth/login?invitation=", "/auth/login?login_hint=", "/auth/login?provider=", "/auth/login?fresh=", "/auth/callback?state=", "/auth/callback?code=x&iss=", "/", "/v1/", "/assets/"} {
			s.do("GET", path+v, "").split(t, path)
			s.do("POST", path+v, "{}").split(t, path)
		}
	}
	s.linesHold(t, venom)
}

// TestNoHeaderBreaksALine sends headers, methods and request lines that a client library would not.
func TestNoHeaderBreaksALine(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	headers := strings.Fields("Accept Accept-Language Accept-Encoding Authorization Content-Type Content-Encoding Cookie Host Idempotency-Key If-Match " +
		"If-None-Match Origin Range Referer Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site Traceparent Upgrade User-Agent Vaatu-Acting-Grant " +
		"Vaatu-Session Vaatu-Principal X-Forwarded-For X-Http-Method-Override X-Request-Id")
	var asked []string
	for _, h := range headers {
		for _, v := range []string{venom + "\x1b[31m", venom + `","level":"ERROR"`, venom + "\r\n\tfolded " + venom, "\xff\xfe" + venom, venom + strings.Repeat("x", 8000)} {
			asked = append(asked, "GET /v1/cases HTTP/1.1\r\nHost: vaatu\r\nCookie: vaatu="+someToken+"\r\n"+h+": "+v+"\r\n\r\n")
		}
	}
	for _, method := range []string{strings.ToUpper(venom), venom, "PROPFIND", "GET\x1b[31m", `G"ET`} {
		asked = append(asked, method+" /v1/"+venom+" HTTP/1.1\r\nHost: vaatu\r\n\r\n", method+" / HTTP/1.1\r\nHost: vaatu\r\n\r\n")
	}
	asked = append(asked, "GET http://evil.example/"+venom+" HTTP/1.1\r\nHost: evil.example\r\n\r\n", "CONNECT "+venom+":443 HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /v1/cases\r\nX: "+venom+"\r\n\r\n", "GET /v1/cases?\x1b"+venom+" HTTP/1.1\r\nHost: vaatu\r\n\r\n",
		"POST /v1/drafts HTTP/1.1\r\nHost: vaatu\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /"+venom+" HTTP/1.1\r\n\r\n")
	for _, request := range asked {
		c := s.dial()
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
		got, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatalf("%.80q is answered with %v", request, err)
		}
		_, _ = io.Copy(io.Discard, got.Body)
		_ = got.Body.Close()
		_ = c.Close()
		if got.StatusCode >= 500 && !strings.HasPrefix(request, "CONNECT") {
			t.Errorf("%.80q is answered %d", request, got.StatusCode)
		}
		for name, values := range got.Header {
			if strings.Contains(strings.ToLower(strings.Join(values, "")), venom) {
				t.Errorf("%.80q is answered with %s: %q", request, name, values)
			}
		}
	}
	s.linesHold(t, venom)
	s.linesHold(t, strings.ToUpper(venom))
}

// TestASignInIsAPageThatThePersonOpens: a picture, a frame or a script of another site neither begins nor ends one.
func TestASignInIsAPageThatThePersonOpens(t *testing.T) {
	t.Parallel()
	s, _ := newSignInSite(t, nil)
	callback := strings.TrimPrefix(s.callbackOf("/auth/login"), s.base)
	for _, to := range []string{"image", "iframe", "empty", "script", "embed"} {
		for _, path := range []string{"/auth/login", callback} {
			got := s.do("GET", path, "", "Sec-Fetch-Dest", to)
			got.wants(t, http.StatusNotFound, reasonNotFound)
			if len(got.header["Set-Cookie"]) != 0 {
				t.Errorf("%s of %s sets %v", to, path, got.header["Set-Cookie"])
			}
		}
	}
	if got := s.do("GET", "/auth/login", "", "Sec-Fetch-Dest", "document", "Sec-Fetch-Site", "cross-site"); got.status != http.StatusSeeOther {
		t.Errorf("a link from elsewhere to the sign-in answers %d", got.status)
	}
}

// TestNothingIsReadOrChangedByAnotherOrigin tries what a page elsewhere can send: no type that needs no asking is taken, no
// header lets its script read, no header makes one method another.
func TestNothingIsReadOrChangedByAnotherOrigin(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, r := range s.gateway.routes {
		address := strings.Join(r.segments, "/")
		for _, origin := range []string{"https://evil.example", "null", s.base + ".evil.example", "http://localhost"} {
			asked := s.do("OPTIONS", address, "", "Origin", origin, "Access-Control-Request-Method", r.method, "Access-Control-Request-Headers", "content-type")
			read := s.do("GET", address, "", "Origin", origin)
			for _, a := range []answer{asked, read} {
				for name := range a.header {
					if strings.HasPrefix(name, "Access-Control-") {
						t.Errorf("%s answers %s %s", address, name, a.header[name])
					}
				}
			}
			if asked.status < 400 {
				t.Errorf("asking for %s answers %d", address, asked.status)
			}
		}
	}
	before := len(s.services.all())
	for _, r := range s.gateway.routes {
		address := strings.Join(r.segments, "/")
		if r.verb != "" {
			address += ":" + r.verb
		}
		for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain; application/json", "application/json+x"} {
			if r.method != http.MethodGet {
				// Without a word of where it came from, as from a browser of long ago.
				s.do(r.method, address, `{"a":"b"}`, "Content-Type", kind).wants(t, http.StatusUnsupportedMediaType, reasonUnsupportedMediaType)
			}
		}
		if r.method != http.MethodGet && r.method != http.MethodPost {
			s.do("POST", address, "{}", "X-HTTP-Method-Override", r.method, "Sec-Fetch-Site", "cross-site").wants(t, http.StatusForbidden, reasonForeignOrigin)
		}
	}
	if now := len(s.services.all()); now != before {
		t.Errorf("the services saw %d calls", now-before)
	}
	if got := s.do("GET", "/v1/me", "", "Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="); got.status == http.StatusSwitchingProtocols {
		t.Error("there is a web socket")
	}
}

// TestNoRouteChangesByGET: what another site's link or picture asks for changes nothing.
func TestNoRouteChangesByGET(t *testing.T) {
	t.Parallel()
	reads := regexp.MustCompile("^(Get|List|Preview|Replay|Export)[A-Z]")
	for _, file := range contract {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				m := methods.Get(j)
				if r, found, err := readRoute(m); err != nil || found && r.method == http.MethodGet && !reads.MatchString(string(m.Name())) {
					t.Errorf("%s changes something by GET, or %v", m.FullName(), err)
				}
			}
		}
	}
}

// TestAMessageOfAMachineThatIsNoneIsItsOwnFault: that the services say it by these words is shown beside them.
func TestAMessageOfAMachineThatIsNoneIsItsOwnFault(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	p.services.answers(func(seen) (proto.Message, error) {
		return nil, status.Error(codes.Internal, unread+": string field contains invalid UTF-8")
	})
	err := p.meByGRPC("Bearer " + p.idp.accessToken(t, nil))
	if status.Code(err) != codes.InvalidArgument || strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("the machine is told %v", err)
	}
}
