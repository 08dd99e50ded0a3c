package gateway

import (
	"net/http"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
)

const documentPath = "/v1/cases/" + someID + "/request.pdf"

func TestARequestIsReadAsADocumentAsItsPageIsRead(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.services.answers(func(seen) (proto.Message, error) {
		return &casespb.Case{Number: "4K7P-2MX", Request: &casespb.Request{WorkingLanguage: "sv", Question: "Hur går vi vidare?"}}, nil
	})
	for query, lang := range map[string]string{"": "sv", "?language=fi": "fi", "?language=sv": "sv", "?language=en": "fi"} {
		got := s.do("GET", documentPath+query, "")
		if got.status != http.StatusOK || !strings.HasPrefix(got.body, "%PDF-") || !strings.Contains(got.body, "/Lang ("+lang+")") {
			t.Errorf("%s: %d, %.40q", query, got.status, got.body)
		}
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
			"Content-Disposition": `attachment; filename="vaatu-4K7P-2MX.pdf"`,
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s is %q, want %q", name, got.header.Get(name), want)
			}
		}
	}
	c := s.services.all()[0]
	if asked, ok := c.request.(*caseworkpb.GetCaseRequest); !ok || asked.GetCaseId() != someID || c.metadata.Get(mdSession)[0] != someToken {
		t.Errorf("the service was asked for %v with %v", c.request, c.metadata)
	}
}

func TestADocumentIsRefusedAsThePageIs(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.do("GET", documentPath, "", "Cookie", "").wants(t, http.StatusUnauthorized, reasonUnauthenticated)
	s.do("GET", documentPath+"?size=10", "").wants(t, http.StatusBadRequest, reasonValidation)
	s.do("POST", documentPath, "{}").wants(t, http.StatusNotFound, reasonNotFound)
	if n := len(s.services.all()); n > 0 {
		t.Errorf("a service was called %d times", n)
	}
	s.services.answers(func(seen) (proto.Message, error) { return &casespb.Case{Number: "4K7P-2MX"}, nil })
	s.do("GET", documentPath, "").wants(t, http.StatusNotFound, reasonNotFound) // who sees a card only
	s.services.refuse(codes.NotFound, reasonNotFound, nil)
	s.do("GET", documentPath, "").wants(t, http.StatusNotFound, reasonNotFound)
}
