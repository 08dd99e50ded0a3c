package intake

import (
	"slices"
	"strings"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
)

// missing answers the must-have answers that a request lacks or that do not fit together: at most eight questions.
func missing(r *casespb.Request) []apperr.Field {
	var fields []apperr.Field
	need := func(ok bool, field, rule, text string) {
		if !ok {
			fields = append(fields, apperr.Field{Path: "request." + field, Rule: rule, Text: text})
		}
	}
	need(r.GetAbout() != 0, "about", "answer.about", "say whom the request concerns")
	need(gradesFit(r), "grades", "answer.grades", "choose a grade or pre-primary education")
	need(r.GetWorkingLanguage() != "", "working_language", "answer.working_language", "choose a language")
	need(len(r.GetNeeds()) > 0, "needs", "answer.needs", "choose at least one need")
	need(supportFits(r), "support_in_place", "answer.support_in_place", "choose the support in place, or none alone")
	need(written(r.GetSituation()), "situation", "answer.situation", "describe the situation")
	need(written(r.GetTried()), "tried", "answer.tried", "tell what was tried")
	need(written(r.GetQuestion()), "question", "answer.question", "write a question")
	return fields
}

func written(s string) bool { return strings.TrimSpace(s) != "" }

// gradesFit: pre-primary has no grade, a pupil one, a group one or more.
func gradesFit(r *casespb.Request) bool {
	switch {
	case r.GetLevel() == casespb.Level_LEVEL_PRE_PRIMARY:
		return len(r.GetGrades()) == 0
	case r.GetLevel() == casespb.Level_LEVEL_UNSPECIFIED:
		return false
	case r.GetAbout() == casespb.About_ABOUT_GROUP:
		return len(r.GetGrades()) > 0
	}
	return len(r.GetGrades()) == 1
}

func supportFits(r *casespb.Request) bool {
	none := slices.Contains(r.GetSupportInPlace(), casespb.Support_SUPPORT_NONE)
	return len(r.GetSupportInPlace()) > 0 && (!none || len(r.GetSupportInPlace()) == 1)
}

// text is one free text of a request.
type text struct{ field, value string }

func texts(r *casespb.Request) []text {
	return []text{{"situation", r.GetSituation()}, {"tried", r.GetTried()}, {"question", r.GetQuestion()}}
}

// ready refuses a request that may not be filed: answers that are missing, or an identity code in a text.
func (s *Service) ready(r *casespb.Request) error {
	if fields := append(missing(r), s.wrongConsent(r)...); len(fields) > 0 {
		return &apperr.Error{Reason: apperr.Validation, Fields: fields}
	}
	var words []identitycode.Text
	for _, t := range texts(r) {
		words = append(words, identitycode.Text{Path: "request." + t.field, Value: t.value})
	}
	return identitycode.Refuse(words...)
}
