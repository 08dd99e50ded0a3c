package directory

import (
	"errors"
	"reflect"
	"testing"
)

// FuzzParseRegister holds the parser to what the import relies on, whatever the file.
func FuzzParseRegister(f *testing.F) {
	f.Add(fixture(f))
	for _, text := range []string{
		``, `{}`, `[]`, `null`, `{"organisaatiot":null}`, `{"organisaatiot":[null,1,"a",[],{}]}`,
		`{"organisaatiot":[{"oid":"1.2","nimi":{"fi":"A"},"status":"AKTIIVINEN","organisaatiotyypit":["organisaatiotyyppi_01"],
		"children":[{"oid":"1.2","children":[{"oid":"1.2"}]},{"oid":"1.3","nimi":{"en":" "},"lakkautusPvm":-1}]}]}`,
		`{"organisaatiot":[{"oid":"1.2"`, "{\"organisaatiot\":[{\"nimi\":{\"fi\":\"\xff\"}}]}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseRegister([]byte(text), today)
		if err != nil {
			if _, ok := errors.AsType[*MalformedError](err); !ok {
				t.Fatalf("the error names no place: %v", err)
			}
			return
		}
		again, err := ParseRegister([]byte(text), today)
		if err != nil || !reflect.DeepEqual(got, again) {
			t.Fatalf("read twice, it says two things (%v)", err)
		}
		checkRegister(t, got)
	})
}

// checkRegister fails when an organisation is lost, doubled or stands before its parent.
func checkRegister(t *testing.T, r Register) {
	t.Helper()
	total := len(r.Providers) + len(r.Schools)
	for _, skip := range r.Skipped {
		total += skip.Count
	}
	if total != r.Read {
		t.Errorf("read %d organisations, accounted for %d", r.Read, total)
	}
	providers, schools := map[string]bool{}, map[string]bool{}
	for _, p := range r.Providers {
		if providers[p.OID] || p.OID == "" || p.NameFi == "" || p.NameSv == "" {
			t.Errorf("provider twice or incomplete: %+v", p)
		}
		providers[p.OID] = true
	}
	for _, s := range r.Schools {
		if schools[s.OID] || providers[s.OID] || s.OID == "" || s.NameFi == "" || s.NameSv == "" || s.Languages == nil {
			t.Errorf("school twice or incomplete: %+v", s)
		}
		if !providers[s.ProviderOID] {
			t.Errorf("school without its provider: %+v", s)
		}
		if office := s.Kind == kindOffice; office != (s.ParentOID != "") || office && !schools[s.ParentOID] {
			t.Errorf("school before its parent, or of the wrong kind: %+v", s)
		}
		schools[s.OID] = true
	}
}
