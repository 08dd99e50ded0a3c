package cases_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
)

const (
	storedUnit  = `{"id":"u","actor":"VALTERI","name_fi":"Yksikkö","name_sv":"Enhet"}`
	storedRoute = `{"rule_set_version":"1","matched":["NEED_AUTISM"],"unit":` + storedUnit + `,"runners_up":[{"id":"u","actor":"VALTERI","name_fi":"Yksikkö","name_sv":"Enhet","score":2}],"partners":[{"id":"u","actor":"VALTERI","name_fi":"Yksikkö","name_sv":"Enhet","score":2}],"triage_reason":"TIE","overridden":true,"fired":[{"rule":"r","lead":"VALTERI","weight":10,"reason_fi":"Syy","reason_sv":"Orsak","reason_en":"Reason"}]}`
)

// stored is how each kind of event stands in databases: a release that cannot read these, or writes them otherwise,
// cannot replay what was stored before it.
var stored = map[string]string{
	"FILED":              `{"number":"4K7P-2MX","facts":{"school_id":"s","school_name_fi":"Koulu","school_name_sv":"Skola","provider_id":"p","about":"GROUP","level":"BASIC","grades":[3,4],"language":"fi","needs":["AUTISM"],"support":["ASSISTANT"],"services":["SCHOOL_NURSE"],"wished_forms":["PHONE"],"urgency":"SOON","risks":["LONG_ABSENCE"],"payment_commitment":"GIVEN","code_list":"2025-08-01","permissions":"CONSENT","area":"HYKS","county_code":"90","municipality_code":"091"},"permission_needed":true,"similar":"ANOTHER_MATTER"}`,
	"ROUTED":             `{"assignment_id":"a","routing":` + storedRoute + `,"permission_needed":true,"reason_id":"r"}`,
	"SENT_TO_TRIAGE":     `{"routing":` + storedRoute + `}`,
	"CLAIMED":            `{"assignment_id":"a"}`,
	"RELEASED":           `{"assignment_id":"a","reason_id":"r"}`,
	"DECLINED":           `{"assignment_id":"a","reason":"LANGUAGE","suggestion_id":"r"}`,
	"WOUND_UP":           `{"assignment_id":"a"}`,
	"ASSIGNED":           `{"assignment_id":"a","to":{"id":"p","name":"Eeva"},"reason_id":"r","from_id":"f","for_good":true}`,
	"HAND_OVER_OFFERED":  `{"hand_over_id":"h","assignment_id":"a","to":{"id":"p","name":"Eeva"},"to_unit":` + storedUnit + `,"permission_needed":true,"note_id":"n","until":"2026-10-01T12:00:00Z","for_good":true}`,
	"HAND_OVER_ACCEPTED": `{"hand_over_id":"h","assignment_id":"a"}`,
	"HAND_OVER_ENDED":    `{"hand_over_id":"h","state":"DECLINED","reason_id":"r"}`,
	"INVITED":            `{"assignment_id":"a","unit":` + storedUnit + `,"permission_needed":true,"question_id":"q","due":"2026-10-01","hidden":["TRIED"]}`,
	"LIMITED":            `{"assignment_id":"a","hidden":["CONVERSATION","SITUATION"]}`,
	"DISMISSED":          `{"assignment_id":"a"}`,
	"COMPLETED":          `{"assignment_id":"a","revision":2}`,
	"ASKED":              `{"question_id":"q","due":"2026-10-01"}`,
	"REPLIED":            `{"question_id":"q","reply_id":"r"}`,
	"MESSAGED":           `{"message_id":"m"}`,
	"ADVICE_WRITTEN":     `{"advice_id":"a","assignment_id":"b","revision":2}`, "ADVICE_PUBLISHED": `{"revisions":[1,2]}`,
	"ACKNOWLEDGED": `{}`, "FOLLOW_UP_BEGUN": `{}`, "FOLLOW_UP_ENDED": `{}`, "REMINDED": `{}`,
	"FOLLOWED_UP":         `{"tried":"YES","helped":"PARTLY","stays":"NO"}`,
	"CLOSED":              `{"effect":"NEW_PLAN","value":5,"comment_id":"c"}`,
	"CLOSED_UNANSWERED":   `{"next_step_id":"s"}`,
	"REOPENED":            `{"reason_id":"r","permission_needed":true,"permissions":"BOTH"}`,
	"AMENDED":             `{"words_id":"w","facts":{"school_id":"s","school_name_fi":"Koulu","school_name_sv":"Skola","provider_id":"p","about":"GROUP","level":"BASIC","grades":[3,4],"language":"fi","needs":["AUTISM"],"support":["ASSISTANT"],"services":["SCHOOL_NURSE"],"wished_forms":["PHONE"],"urgency":"SOON","risks":["LONG_ABSENCE"],"payment_commitment":"GIVEN","code_list":"2025-08-01","permissions":"CONSENT","area":"HYKS","county_code":"90","municipality_code":"091"},"routing":` + storedRoute + `,"assignment_id":"a","permission_needed":true,"permission_needed_by_all":true}`,
	"WITHDRAWN":           `{"reason_id":"r"}`,
	"PASSED_ON":           `{"to":{"id":"p","name":"Eeva"}}`,
	"PERMISSION_RECORDED": `{"permit_id":"p","kind":"GUARDIAN_CONSENT","refused":true,"actors":["VALTERI"],"get":true,"transfer":true,"date":"2026-09-01","valid_until":"2027-05-31","how":"WRITTEN","reason_id":"r"}`,
	"IDENTIFIED":          `{"name_id":"n"}`,
	"ATTACHMENT_REMOVED":  `{"attachment_id":"a","reason_id":"r"}`,
	"DISPUTED":            `{"assignment_id":"a","proposed_id":"b","reason_id":"r"}`,
	"DISPUTE_SETTLED":     `{"outcome":"MOVES","settlement_id":"r"}`,
	"LEAD_MOVED":          `{"assignment_id":"a"}`,
	"PERMISSION_ENDED":    `{"permit_id":"p","state":"EXPIRED"}`,
	"ERASED":              `{"number":"4K7P-2MX","round":2,"facts":{"school_id":"s","school_name_fi":"Koulu","school_name_sv":"Skola","provider_id":"p","about":"GROUP","level":"BASIC","grades":[3],"language":"fi","needs":["AUTISM"],"support":["ASSISTANT"],"services":["SCHOOL_NURSE"],"wished_forms":["PHONE"],"urgency":"SOON","risks":["LONG_ABSENCE"],"payment_commitment":"GIVEN","code_list":"2025-08-01","permissions":"CONSENT","area":"HYKS","county_code":"90","municipality_code":"091"},"file_time":"2026-09-01T08:00:00Z","effect":"NEW_PLAN","value":5}`,
}

func TestEachKindOfEventComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	if len(stored) != len(cases.Kinds()) {
		t.Errorf("%d kinds are looked at; there are %v", len(stored), cases.Kinds())
	}
	for kind, raw := range stored {
		data, err := cases.DecodeData(kind, []byte(raw))
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		if got := (cases.Event{Data: data}).Kind(); got != kind {
			t.Errorf("%s is read as %s", kind, got)
		}
		again, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(raw, string(again)); diff != "" {
			t.Errorf("%s is stored (-) and written again (+):\n%s", kind, diff)
		}
		if empty := emptyField(reflect.ValueOf(data)); empty != "" {
			t.Errorf("%s: the stored example says nothing of %s", kind, empty)
		}
	}
}

// emptyField answers the first field, however deep, that is zero.
func emptyField(v reflect.Value) string {
	if at, is := reflect.TypeAssert[time.Time](v); is && !at.IsZero() {
		return ""
	}
	switch v.Kind() { //nolint:exhaustive // the others are plain values
	case reflect.Pointer:
		return emptyField(v.Elem())
	case reflect.Slice:
		return emptyField(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				return v.Type().Field(i).Name
			}
			if name := emptyField(v.Field(i)); name != "" {
				return v.Type().Field(i).Name + "." + name
			}
		}
	}
	return ""
}

func TestAnEventThatIsNotOursIsAnErrorAndNoGuess(t *testing.T) {
	t.Parallel()
	for kind, raw := range map[string]string{"MYSTERY": "{}", "CLAIMED": "[]", "ASKED": "{", "": "{}"} {
		data, err := cases.DecodeData(kind, []byte(raw))
		if err == nil || data != nil && kind == "MYSTERY" {
			t.Errorf("%s %s is read as %v", kind, raw, data)
		}
		if err != nil && kind != "" && !strings.Contains(err.Error(), kind) {
			t.Errorf("the error %q does not name %s", err, kind)
		}
	}
}
