package services_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
)

func TestOfTheAdviceOnlyWhatCountsIsListed(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	first := uuid.NewString()
	write := func(summary, key string) *caseworkpb.Advice {
		return must[*caseworkpb.Advice](t)(expert.WriteAdvice(with(ctx, "idempotency-key", key),
			&caseworkpb.WriteAdviceRequest{CaseId: c.GetId(), Advice: &caseworkpb.AdviceText{Summary: summary}}))
	}
	lists := func(p person, want string) {
		t.Helper()
		var listed []string
		for _, a := range must[*caseworkpb.ListAdviceResponse](t)(p.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: c.GetId()})).GetAdvice() {
			listed = append(listed, fmt.Sprintf("%d%s", a.GetRevision(), a.GetAdvice().GetSummary()))
			if a.GetPublishTime() != nil {
				listed = append(listed, "published")
			}
		}
		if got := strings.Join(listed, " "); got != want {
			t.Errorf("%s lists %q, want %q", p.subject, got, want)
		}
	}
	publish := func() {
		etag := h.read(expert, c.GetId()).GetEtag()
		must[*casespb.Case](t)(expert.PublishAdvice(ifMatch(t.Context(), etag), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
	}
	write("a", first)
	write("b", uuid.NewString())
	lists(expert, "2b")
	lists(teacher, "")
	// A save that is repeated is still answered, though it is not what counts any more.
	if got := write("a", first); got.GetRevision() != 1 {
		t.Errorf("the repeated save answers %v", got)
	}
	publish()
	write("c", uuid.NewString())
	write("d", uuid.NewString())
	lists(expert, "4d 2b published")
	lists(teacher, "2b published")
	publish()
	lists(expert, "4d published 2b published")
	lists(teacher, "4d published 2b published")
}
