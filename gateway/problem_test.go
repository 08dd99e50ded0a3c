package gateway

import (
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
)

func TestEveryReasonOfTheContractHasAStatusAndTexts(t *testing.T) {
	t.Parallel()
	for number, name := range casespb.ErrorReason_name {
		if number == 0 {
			continue
		}
		reason := strings.TrimPrefix(name, "ERROR_REASON_")
		if statusOf[reason] < 400 {
			t.Errorf("%s has no status", reason)
		}
		text := reasonTexts[reason]
		for _, l := range []local{text.title, text.detail} {
			if l.fi == "" || l.sv == "" || l.en == "" {
				t.Errorf("%s lacks a text: %+v", reason, l)
			}
		}
	}
	if known := len(casespb.ErrorReason_name) - 1; len(statusOf) != known || len(reasonTexts) != known {
		t.Errorf("there are %d statuses and %d texts for %d reasons", len(statusOf), len(reasonTexts), known)
	}
}

func TestAServiceRefusalBecomesAProblemInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for reason, want := range statusOf {
		for language, title := range map[string]string{
			"fi": reasonTexts[reason].title.fi, "sv-FI, en;q=0.5": reasonTexts[reason].title.sv, "de, en-GB;q=0.8": reasonTexts[reason].title.en,
		} {
			s.services.refuse(codes.FailedPrecondition, reason, nil)
			got := s.do("GET", "/v1/me", "", "Accept-Language", language)
			p := got.wants(t, want, reason)
			if p.Title != title {
				t.Errorf("%s in %q is %q, want %q", reason, language, p.Title, title)
			}
			if strings.Contains(got.body, "SELECT") {
				t.Errorf("the cause leaked: %s", got.body)
			}
			if (want == http.StatusServiceUnavailable || want == http.StatusTooManyRequests) != (got.header.Get("Retry-After") != "") {
				t.Errorf("%d has Retry-After %q", want, got.header.Get("Retry-After"))
			}
		}
	}
}

func TestACodeWithoutAReasonSaysNoMoreThanTheCode(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for code, want := range map[codes.Code]string{
		codes.Unavailable: reasonUnavailable, codes.DeadlineExceeded: reasonUnavailable, codes.Unimplemented: reasonNotFound,
		codes.Internal: reasonInternal, codes.Unknown: reasonInternal, codes.PermissionDenied: reasonInternal,
		codes.Aborted: reasonInternal, codes.ResourceExhausted: reasonTooLarge, codes.DataLoss: reasonInternal,
	} {
		s.services.answers(func(seen) (proto.Message, error) { return nil, status.Error(code, "relation cases does not exist") })
		got := s.do("GET", "/v1/me", "")
		got.wants(t, statusOf[want], want)
		if strings.Contains(got.body, "relation") {
			t.Errorf("%s leaks its cause: %s", code, got.body)
		}
	}
	s.services.refuse(codes.Internal, "SOMETHING_NEW", nil)
	s.do("GET", "/v1/me", "").wants(t, 500, reasonInternal)
}

func TestALongConversationIsAnsweredAndAnEndlessOneRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	long := func(size int) answer {
		s.services.answers(func(seen) (proto.Message, error) {
			return &caseworkpb.ListMessagesResponse{Messages: []*caseworkpb.Message{{Text: strings.Repeat("a", size)}}}, nil
		})
		return s.do("GET", "/v1/cases/"+someID+"/messages", "")
	}
	if got := long(8 << 20); got.status != http.StatusOK {
		t.Errorf("8 MiB answer %d", got.status)
	}
	long(maxReply+1).wants(t, http.StatusRequestEntityTooLarge, reasonTooLarge)
}

func TestServicesThatAreAwayAreUnavailable(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *Config) { c.Services = "unix:///nowhere/gateway.sock" })
	s.do("GET", "/v1/me", "").wants(t, 503, reasonUnavailable)
}

func TestARefusedActionNamesTheRuleThePhaseAndWhoCould(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.services.refuse(codes.FailedPrecondition, reasonTransitionRefused, map[string]string{
		"action": "CLAIM", "phase": "ADVISED", "rule": "ASSIGNMENT_WAITING", "who": "EXPERT,LEAD",
	})
	p := s.do("POST", "/v1/assignments/0197f2a0-0000-7000-8000-000000000001:claim", "{}").wants(t, 409, reasonTransitionRefused)
	want := against{"ACTION_CLAIM", "PHASE_ADVISED", "ASSIGNMENT_WAITING", []string{"ROLE_EXPERT", "ROLE_LEAD"}}
	if !reflect.DeepEqual(p.against, want) {
		t.Errorf("the document names %+v; want %+v", p.against, want)
	}
}

func TestAHeldAssignmentNamesItsHolder(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.services.refuse(codes.FailedPrecondition, reasonAssignmentHeld, map[string]string{
		"holder": "Väinö Virtanen", "since": "2026-12-01T08:42:00Z", "phase": "IN_CONSULTATION",
	})
	p := s.do("POST", "/v1/assignments/0197f2a0-0000-7000-8000-000000000001:claim", "{}").wants(t, 409, reasonAssignmentHeld)
	if p.Holder != "Väinö Virtanen" || p.Since != "2026-12-01T08:42:00Z" {
		t.Errorf("holder %q since %q", p.Holder, p.Since)
	}
}

func TestFieldViolationsAreNamedAsTheClientKnowsThem(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	field := func(path, rule, text string) *errdetails.BadRequest_FieldViolation {
		return &errdetails.BadRequest_FieldViolation{Field: path, Reason: rule, Description: text}
	}
	s.services.refuse(codes.InvalidArgument, reasonValidation, nil,
		field("draft.request.support_in_place[0]", "enum.defined_only", "value must be one of the defined enum values"),
		field("draft.request.situation", "string.max_len", "value length must be at most 5000 characters"),
		field("draft.request.question", "no.such_rule", "something in English"),
		field("Idempotency-Key", "header.required", "send an Idempotency-Key header"),
	)
	got := s.do("POST", "/v1/drafts", "{}", "Accept-Language", "sv").wants(t, 400, reasonValidation).Violations
	want := []fieldViolation{
		{"request.supportInPlace[0]", "Välj ett av de givna värdena."},
		{"request.situation", "Förkorta: högst 5000 tecken."},
		{"request.question", "Kontrollera den här punkten."},
		{"Idempotency-Key", "Begäran saknar huvudet Idempotency-Key."},
	}
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
}

func TestNumbersOfARuleGoIntoItsText(t *testing.T) {
	t.Parallel()
	v := violation{rule: "int32.gte_lte", hint: "value must be greater than or equal to 1 and less than or equal to 9"}
	if got := v.text("en"); got != "Give a number from 1 to 9." {
		t.Errorf("got %q", got)
	}
	if got := (violation{rule: "string.max_len", hint: "too long"}).text("fi"); got != "Tarkista tämä kohta." {
		t.Errorf("without its number the rule says %q", got)
	}
}

func TestEveryRuleHasATextInEveryLanguage(t *testing.T) {
	t.Parallel()
	for rule, l := range ruleTexts {
		if l.fi == "" || l.sv == "" || l.en == "" {
			t.Errorf("%s lacks a text: %+v", rule, l)
		}
	}
	files := append([]protoreflect.FileDescriptor{
		casespb.File_vaatu_cases_v1_case_proto, accesspb.File_vaatu_access_v1_session_proto,
	}, contract...)
	for _, f := range files {
		for i := range f.Messages().Len() {
			fields := f.Messages().Get(i).Fields()
			for j := range fields.Len() {
				for _, rule := range rulesOf(fields.Get(j)) {
					if _, ok := ruleTexts[rule]; !ok {
						t.Errorf("%s has the rule %s, which has no text", fields.Get(j).FullName(), rule)
					}
				}
			}
		}
	}
}

// rulesOf answers the ids of the rules beside a field.
func rulesOf(f protoreflect.FieldDescriptor) []string {
	rules, _ := proto.GetExtension(f.Options(), validate.E_Field).(*validate.FieldRules)
	return idsOf(rules)
}

func idsOf(rules *validate.FieldRules) []string {
	var ids []string
	if rules.GetRequired() {
		ids = append(ids, "required")
	}
	rules.ProtoReflect().Range(func(kind protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if kind.Message() == nil {
			return true
		}
		given := map[string]bool{}
		value.Message().Range(func(rule protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
			given[string(rule.Name())] = true
			return true
		})
		if given["gte"] && given["lte"] {
			delete(given, "gte")
			delete(given, "lte")
			given["gte_lte"] = true
		}
		for name := range given {
			if name == "items" {
				ids = append(ids, idsOf(rules.GetRepeated().GetItems())...)
				continue
			}
			ids = append(ids, string(kind.Name())+"."+name)
		}
		return true
	})
	return ids
}

var serviceRule = regexp.MustCompile(`(?:apperr\.Invalid\([^\n]*?,\s*|Rule:\s*|need\([^\n]*?, "[a-z_]+", )"([a-z_]+(?:\.[a-z_]+)*)"`)

func TestEveryRuleOfTheServicesHasAText(t *testing.T) {
	t.Parallel()
	found := 0
	err := filepath.WalkDir("../services", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range serviceRule.FindAllStringSubmatch(string(source), -1) {
			found++
			if _, ok := ruleTexts[m[1]]; !ok {
				t.Errorf("%s uses the rule %s, which has no text", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 15 {
		t.Errorf("only %d rules were found: the pattern no longer fits", found)
	}
}

func TestAcceptLanguageIsNarrowedToTheThree(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": "fi", "*": "fi", "de-DE,de": "fi", "sv": "sv", "SV-fi": "sv", "en-US,en;q=0.9,fi;q=0.8": "en", "fi;q=0.3, sv;q=0.9": "sv",
		"en;q=0": "fi", "en;q=x": "fi", "en;q=NaN": "fi", "sv_FI": "sv", strings.Repeat("en,", 1000): "fi", "fi-FI,sv": "fi",
	} {
		if got := languageOf(header); got != want {
			t.Errorf("%.40q gives %s, want %s", header, got, want)
		}
	}
}
