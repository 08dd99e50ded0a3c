package pdf

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/vip-verkosto/vaatu/gateway/web"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

// words are the texts of a language: codes and questions as the pages have them, and the document's own.
type words struct {
	language  string
	codes     map[string]string
	questions map[string]struct{ Title string }
	none      string
	own       map[string]string
}

// own are the texts that no page has.
var own = map[string]map[string]string{
	"fi": {
		"title": "Konsultaatiopyyntö", "page": "sivu", "school": "Koulu", "filer": "Lähettäjä", "filed": "Lähetetty",
		"to": "Vastaanottaja", "triage": "Koordinaatioryhmä valitsee", "forms": "Toivottu muoto", "urgency": "Kiireellisyys",
		"grade": "%d. luokka", "payment": "Maksusitoumus",
	},
	"sv": {
		"title": "Begäran om konsultation", "page": "sida", "school": "Skola", "filer": "Avsändare", "filed": "Skickad",
		"to": "Mottagare", "triage": "Koordineringsgruppen väljer", "forms": "Önskad form", "urgency": "Hur brådskande",
		"grade": "Årskurs %d", "payment": "Betalningsförbindelse",
	},
}

func wordsIn(language string) (words, error) {
	w := words{language: language, own: own[language]}
	var form struct {
		NoAnswer  string
		Questions map[string]struct{ Title string }
	}
	var codes map[string]any
	for name, into := range map[string]any{"codes.json": &codes, "form.json": &form} {
		raw, err := fs.ReadFile(web.Texts(), language+"/"+name)
		if err != nil {
			return w, fmt.Errorf("reading the texts of a document: %w", err)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			return w, fmt.Errorf("decoding the texts of a document: %w", err)
		}
	}
	w.questions, w.none, w.codes = form.Questions, form.NoAnswer, map[string]string{}
	for code, text := range codes {
		if s, ok := text.(string); ok {
			w.codes[code] = s
		}
	}
	return w, nil
}

// answered is a question with what the school has answered.
type answered struct{ question, answer string }

// facts are what the case says beside the answers.
func (w words) facts(c *casespb.Case) []answered {
	to := w.own["triage"]
	for _, a := range c.GetAssignments() {
		if a.GetRole() == casespb.Role_ROLE_LEAD && a.GetState() != casespb.State_STATE_CANCELLED && a.GetState() != casespb.State_STATE_DECLINED {
			to = w.named(a.GetUnitNameFi(), a.GetUnitNameSv())
		}
	}
	return []answered{
		{w.own["school"], w.named(c.GetSchoolNameFi(), c.GetSchoolNameSv())},
		{w.own["filer"], c.GetFilerName()},
		{w.own["filed"], c.GetCreateTime().AsTime().In(helsinki).Format("2.1.2006")},
		{w.own["to"], to},
	}
}

// named answers a name in the language, or in the other where there is none.
func (w words) named(fi, sv string) string {
	if w.language == "sv" && sv != "" || fi == "" {
		return sv
	}
	return fi
}

// answers are all answers in the order of the form, but what is kept from who reads them.
func (w words) answers(r *casespb.Request, hidden []casespb.Section) []answered {
	all := []answered{
		{"about", w.code(r.GetAbout().String())},
		{"grade", w.grades(r)},
		{"language", w.code("LANGUAGE_" + strings.ToUpper(r.GetWorkingLanguage()))},
		{"needs", each(w, r.GetNeeds())},
		{"support", each(w, r.GetSupportInPlace())},
		{"services", each(w, r.GetServicesInvolved())},
		{"situation", r.GetSituation()},
		{"tried", r.GetTried()},
		{"question", r.GetQuestion()},
		{"risk", each(w, r.GetRisks())},
		{"form", w.wishes(r)},
	}
	all = slices.DeleteFunc(all, func(a answered) bool {
		return slices.ContainsFunc(hidden, func(s casespb.Section) bool { return s.String() == "SECTION_"+strings.ToUpper(a.question) })
	})
	for i, a := range all {
		all[i].question = w.questions[a.question].Title
		if strings.TrimSpace(a.answer) == "" {
			all[i].answer = w.none
		}
	}
	if said := r.GetPaymentCommitment(); said != casespb.PaymentCommitment_PAYMENT_COMMITMENT_UNSPECIFIED {
		all = append(all, answered{w.own["payment"], w.code(said.String())})
	}
	return all
}

func (w words) code(code string) string {
	if said, ok := w.codes[code]; ok {
		return said
	}
	return code
}

func each[E fmt.Stringer](w words, codes []E) string {
	said := make([]string, len(codes))
	for i, c := range codes {
		said[i] = w.code(c.String())
	}
	return joined(said)
}

func (w words) grades(r *casespb.Request) string {
	if r.GetLevel() == casespb.Level_LEVEL_PRE_PRIMARY {
		return w.code(r.GetLevel().String())
	}
	said := make([]string, len(r.GetGrades()))
	for i, g := range r.GetGrades() {
		said[i] = strings.Replace(w.own["grade"], "%d", strconv.Itoa(int(g)), 1)
	}
	return strings.Join(said, ", ")
}

func (w words) wishes(r *casespb.Request) string {
	urgency := r.GetUrgency()
	if urgency == casespb.Urgency_URGENCY_UNSPECIFIED {
		urgency = casespb.Urgency_URGENCY_NORMAL
	}
	forms := strings.ReplaceAll(each(w, r.GetWishedForms()), "\n", ", ")
	if forms == "" {
		forms = w.none
	}
	return w.own["forms"] + ": " + forms + "\n" + w.own["urgency"] + ": " + w.code(urgency.String())
}
