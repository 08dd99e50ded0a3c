package intake

import (
	"testing"

	"google.golang.org/protobuf/proto"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

// What the rules of routing may look at goes there, and no word of a text does.
func TestRoutingIsToldEachAnswerThatIsNoText(t *testing.T) {
	t.Parallel()
	asked := &casespb.Request{
		About: casespb.About_ABOUT_GROUP, Level: casespb.Level_LEVEL_BASIC, WorkingLanguage: "sv", Needs: []casespb.Need{casespb.Need_NEED_VISION},
		WishedForms: []casespb.Form{casespb.Form_FORM_PHONE}, Urgency: casespb.Urgency_URGENCY_SOON, Risks: []casespb.Risk{casespb.Risk_RISK_LONG_ABSENCE},
	}
	filed, _ := proto.Clone(asked).(*casespb.Request)
	filed.Situation, filed.Tried, filed.Question = "a", "b", "c"
	if told := answers(filed); !proto.Equal(told, asked) {
		t.Errorf("routing is told %v, want %v", told, asked)
	}
}
