package services_test

import (
	"regexp"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

// harmless are names of text fields that hold codes, ids, dates or names of organisations, never a person or a text about one.
var harmless = regexp.MustCompile(`\.(id|.*_ids?|etag|page_token|next_page_token|(case_)?number|code|.*_code|oid|county|kind|field|issuer|school|` +
	`(.*_)?name_(fi|sv|en)|language|.*_language|languages|permissions|due|due_date|day|date|valid_until|active_(from|to)|(from|to|expire|warn|return)_date|matched|missing|rule_set_version|` +
	`sentence|RuleSet\.version|(ListRuleChanges|ReplayRuleSet)Response\.base_version|(Rule|RuleWhen|RuleFinding|RuleChange)\.\w+|FiredRule\.(lead|reason_(fi|sv|en))|(unit_)?permission_modes|code_list|List(Schools|Providers)Request\.query|OpenSessionResponse\.invitation)$`)

// A new text field is a decision: what may it hold?
func TestEveryTextFieldSaysWhatItMayHold(t *testing.T) {
	t.Parallel()
	marked := map[accesspb.Sensitivity]int{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "vaatu.") {
			for i := range file.Messages().Len() {
				looksAt(t, file.Messages().Get(i), marked)
			}
		}
		return true
	})
	if marked[accesspb.Sensitivity_SENSITIVITY_CONTENT] < 15 || marked[accesspb.Sensitivity_SENSITIVITY_STAFF] < 5 {
		t.Errorf("too few fields are marked: %v", marked)
	}
}

func looksAt(t *testing.T, m protoreflect.MessageDescriptor, marked map[accesspb.Sensitivity]int) {
	t.Helper()
	for i := range m.Messages().Len() {
		looksAt(t, m.Messages().Get(i), marked)
	}
	for i := range m.Fields().Len() {
		f := m.Fields().Get(i)
		if f.Kind() != protoreflect.StringKind && f.Kind() != protoreflect.BytesKind {
			continue
		}
		sensitivity, _ := proto.GetExtension(f.Options(), accesspb.E_Sensitivity).(accesspb.Sensitivity)
		marked[sensitivity]++
		if named := harmless.MatchString(string(f.FullName())); named == (sensitivity != accesspb.Sensitivity_SENSITIVITY_UNSPECIFIED) {
			t.Errorf("%s has the sensitivity %s; its name says harmless: %v", f.FullName(), sensitivity, named)
		}
	}
}
