package gateway

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

func FuzzARoleIsReadOrNothing(f *testing.F) {
	for _, line := range []string{
		"1.2.246.562.99.1;30076;7B;Oppilas;1;1.2.246.562.99.2;", "1.2.246.562.99.1;30076;;Opettaja;2;1.2.246.562.99.2;1.2.246.562.99.3",
		"Helsinki;30076;7B;Opettaja", ";;;;;;", ";;;", "", "x;y;z;rehtori", "1;2;3;4;6;5;7", "a;00000;b;Lärare;99;c;d", ";\x00;;;2;;",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		school, role := parseRole(line)
		if role != learner && accesspb.Role_name[int32(role)] == "" {
			t.Errorf("%q gives the role %d", line, role)
		}
		if strings.ContainsAny(school, ";\x00 ") || school != "" && strings.Trim(school, "0123456789.") != "" {
			t.Errorf("%q gives the school %q", line, school)
		}
	})
}

func FuzzReturningStaysHere(f *testing.F) {
	for _, wish := range []string{
		"/cases?number=1", "//evil.example", `/\evil.example`, "/%5cevil.example", "https://evil.example", "/auth/logout", "/a\r\nb", "/%2f/evil", "", "javascript:x",
	} {
		f.Add(wish)
	}
	f.Fuzz(func(t *testing.T, wish string) {
		got := localPath(wish)
		base := &url.URL{Scheme: "https", Host: "vaatu.example"}
		to, err := base.Parse(got)
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\r\n\\") {
			t.Errorf("%q leads to %q: %v, %v", wish, got, to, err)
		}
	})
}

// requests of the contract, by name.
func requests() []protoreflect.MessageDescriptor {
	var all []protoreflect.MessageDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			for j := range file.Services().Get(i).Methods().Len() {
				if strings.HasPrefix(string(file.Package()), "vaatu.") {
					all = append(all, file.Services().Get(i).Methods().Get(j).Input())
				}
			}
		}
		return true
	})
	return all
}

func FuzzABodyOfEachMethodIsReadOrExplained(f *testing.F) {
	for _, body := range []string{
		`{}`, `{"request":{"situation":"x","grades":[3]}}`, `[]`, `null`, `{"a":1}`, `{"request":null}`, `{"text":"\u0000"}`, `{"text":"\ud800"}`,
		`{"draft":{"request":{"needs":["NEED_AUTISM","x"]}}}`, `{"pageSize":1e400}`, `{"etag":1}`, `{"etag":"1","etag":"2"}`, strings.Repeat(`{"request":`, 40), `{"`,
	} {
		f.Add(body)
	}
	kinds := requests()
	f.Fuzz(func(t *testing.T, body string) {
		for _, kind := range kinds {
			m := dynamicpb.NewMessage(kind)
			err := newWire().NewDecoder(strings.NewReader(body)).Decode(m)
			if err == nil {
				if _, err := proto.Marshal(m); err != nil {
					t.Errorf("%s is read from %q and cannot be sent on: %v", kind.FullName(), body, err)
				}
				continue
			}
			if bad, ok := parseBodyError(err.Error()); ok && bad.rule == "" {
				t.Errorf("%s: what is wrong with %q has no name", kind.FullName(), body)
			}
		}
	})
}

func FuzzHeadersThatGoOnArePrintable(f *testing.F) {
	for _, value := range []string{`"1"`, "W/\"1\"", "", "a\x00b", "ä", strings.Repeat("k", 600), " x "} {
		f.Add(value, value)
	}
	f.Fuzz(func(t *testing.T, match, key string) {
		h := http.Header{"If-Match": {match}, "Idempotency-Key": {key}, "Vaatu-Session": {match}, "X-Request-Id": {key}}
		md, _ := metadataOf(&call{id: "one", language: finnish}, "session", h.Values)
		for name, values := range md {
			for _, v := range values {
				if !printable(v) {
					t.Errorf("%s goes on as %q", name, v)
				}
			}
		}
		if got := md.Get(mdSession); len(got) != 1 || got[0] != "session" || md.Get(mdRequestID)[0] != "one" {
			t.Errorf("a client has chosen the session or the request's id: %v", md)
		}
	})
}

func FuzzNoCookieOpensWhatWasNotSealed(f *testing.F) {
	s, err := newSeal([]byte("a key of the test"))
	if err != nil {
		f.Fatal(err)
	}
	whole, err := s.close("vaatu-login-a", loginState{State: "state", Expires: time.Now().Add(time.Hour)})
	if err != nil {
		f.Fatal(err)
	}
	for _, value := range []string{"", whole[1:], whole[:len(whole)-1], "AAAA", strings.Repeat("A", 400), "=%00"} {
		f.Add(value, "state")
	}
	f.Add(whole, "another")
	g := &Gateway{}
	f.Fuzz(func(t *testing.T, value, state string) {
		if _, err := s.open(&http.Cookie{Name: "vaatu-login-a", Value: value}, state, time.Now()); err == nil && (value != whole || state != "state") {
			t.Errorf("the cookie %q opens the sign-in %q", value, state)
		}
		r := &http.Request{Header: http.Header{"Cookie": {"vaatu=" + value, "__Host-vaatu=" + state}}}
		if got := g.sessionToken(r); got != "" && !token.MatchString(got) {
			t.Errorf("%q is taken for a session", got)
		}
	})
}
