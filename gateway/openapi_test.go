package gateway

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/vip-verkosto/vaatu/proto"
)

// document is what the tests read of the published OpenAPI document.
type document struct {
	Paths      map[string]map[string]operation `json:"paths"`
	Security   []map[string][]string           `json:"security"`
	Components struct {
		Parameters      map[string]parameter `json:"parameters"`
		SecuritySchemes map[string]scheme    `json:"securitySchemes"`
		Schemas         map[string]schema    `json:"schemas"`
	} `json:"components"`
}

type operation struct {
	// Security where it differs from that of all.
	Security    *[]map[string][]string `json:"security"`
	Parameters  []parameter            `json:"parameters"`
	RequestBody struct {
		Content map[string]struct {
			Schema schema `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
}

type parameter struct {
	Ref  string `json:"$ref"`
	Name string `json:"name"`
	In   string `json:"in"`
}

type schema struct {
	Properties map[string]json.RawMessage `json:"properties"`
}

type scheme struct {
	Type   string `json:"type"`
	In     string `json:"in"`
	Name   string `json:"name"`
	Scheme string `json:"scheme"`
}

func published(t *testing.T) document {
	t.Helper()
	var d document
	if err := json.Unmarshal(proto.OpenAPI, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// of answers the names of an operation's parameters of a place, with those that are written once for all.
func (d document) of(o operation, in string) []string {
	var names []string
	for _, p := range o.Parameters {
		if p.Ref != "" {
			p = d.Components.Parameters[p.Ref[strings.LastIndexByte(p.Ref, '/')+1:]]
		}
		if p.In == in {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return names
}

// documented is a route as the document writes it: the names of parameters have no dots.
func documented(pattern string) string { return strings.ReplaceAll(pattern, ".", "_") }

func TestTheDocumentHasEveryRouteAndNoOther(t *testing.T) {
	t.Parallel()
	d := published(t)
	got := map[string]bool{}
	for path, operations := range d.Paths {
		for method := range operations {
			got[strings.ToUpper(method)+" "+path] = true
		}
	}
	all, err := readRoutes(contract)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range append(all, documentQuery) {
		name := r.method + " " + r.pattern
		if r != documentQuery {
			name = r.method + " " + documented(r.pattern)
		}
		if !got[name] {
			t.Errorf("the document lacks %s", name)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("the gateway serves nothing at %v", slices.Sorted(maps.Keys(got)))
	}
}

func TestTheDocumentAsksForWhatTheGatewayTakes(t *testing.T) {
	t.Parallel()
	d := published(t)
	for _, f := range contract {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				asksForWhatItTakes(t, d, methods.Get(j))
			}
		}
	}
}

func asksForWhatItTakes(t *testing.T, d document, m protoreflect.MethodDescriptor) {
	t.Helper()
	r, found, err := readRoute(m)
	if err != nil || !found {
		return
	}
	name := r.method + " " + documented(r.pattern)
	o := d.Paths[documented(r.pattern)][strings.ToLower(r.method)]
	var want []string
	for key, field := range r.query {
		if key == field.JSONName() {
			want = append(want, key)
		}
	}
	slices.Sort(want)
	if got := d.of(o, "query"); !slices.Equal(got, want) {
		t.Errorf("%s has the query %v, the gateway takes %v", name, got, want)
	}
	headers := d.of(o, "header")
	if has := m.Input().Fields().ByName("etag") != nil; has != slices.Contains(headers, "If-Match") {
		t.Errorf("%s takes an etag: %t; its headers are %v", name, has, headers)
	}
	if slices.Contains(headers, "Vaatu-Acting-Grant") == r.public {
		t.Errorf("%s is public: %t; its headers are %v", name, r.public, headers)
	}
	if (o.Security != nil && len(*o.Security) == 0) != r.public {
		t.Errorf("%s is public: %t; it wants %v", name, r.public, o.Security)
	}
	for _, body := range o.RequestBody.Content {
		if _, there := body.Schema.Properties["etag"]; there {
			t.Errorf("%s has its etag in the body too", name)
		}
	}
}

func TestTheDocumentHasEveryFieldOfAProblemAndTheSession(t *testing.T) {
	t.Parallel()
	d := published(t)
	raw, err := json.Marshal(problem{Detail: "x", Holder: "x", Since: "x", against: against{"x", "x", "x", []string{"x"}}, Violations: []fieldViolation{{}}})
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		t.Fatal(err)
	}
	want, got := slices.Sorted(maps.Keys(fields)), slices.Sorted(maps.Keys(d.Components.Schemas["Problem"].Properties))
	if !slices.Equal(got, want) {
		t.Errorf("a problem has the fields %v, the document %v", want, got)
	}
	secure := &Gateway{public: &url.URL{Scheme: "https", Host: "vaatu.example"}}
	s := d.Components.SecuritySchemes["session"]
	if s.Type != "apiKey" || s.In != "cookie" || s.Name != secure.sessionCookie() || len(d.Security) != 2 {
		t.Errorf("the session is %+v, used by %v", s, d.Security)
	}
	if s := d.Components.SecuritySchemes["accessToken"]; s.Type != "http" || s.Scheme != "bearer" {
		t.Errorf("the access token is %+v", s)
	}
}
