package main

import (
	"context"
	"math/rand/v2"
)

// aRequest is a request that a rule routes, in one of a few ways.
func aRequest(dice *rand.Rand) map[string]any {
	needs := []string{"NEED_AUTISM", "NEED_CHALLENGING_BEHAVIOUR", "NEED_AUTISM"}
	return map[string]any{"request": map[string]any{
		"about": "ABOUT_ANONYMOUS_PUPIL", "level": "LEVEL_BASIC", "grades": []int{1 + dice.IntN(9)}, "workingLanguage": "fi",
		"needs": []string{needs[dice.IntN(len(needs))]}, "supportInPlace": []string{"SUPPORT_REMEDIAL"},
		"situation": "Tilanne.", "tried": "Kokeiltu.", "question": "Kysymys?",
	}}
}

func (l *life) message(ctx context.Context, p *person) error {
	_, err := l.append(ctx, p, "MESSAGED", "/messages", map[string]any{"text": "Viesti."})
	return err
}

// append adds something to the case; that takes no etag.
func (l *life) append(ctx context.Context, p *person, kind, verb string, body any) (answer, error) {
	return l.write(ctx, p, write{act: act{l.caseID, kind}, path: "/v1/cases/" + l.caseID + verb, body: body})
}

// byTeacher is onCase by the teacher.
func (l *life) byTeacher(ctx context.Context, kind, verb string, body any) error {
	return l.onCase(ctx, l.teacher, kind, verb, body)
}

// onCase changes the case as it is now.
func (l *life) onCase(ctx context.Context, p *person, kind, verb string, body any) error {
	now, err := l.read(ctx, p, "/v1/cases/"+l.caseID)
	if err != nil {
		return err
	}
	_, err = l.write(ctx, p, write{act: act{l.caseID, kind}, path: "/v1/cases/" + l.caseID + verb, etag: now.Etag, body: body})
	return err
}

// onLead changes the lead's assignment.
func (l *life) onLead(ctx context.Context, p *person, kind, verb, etag string) (answer, error) {
	body := map[string]any{}
	if kind == "RELEASED" {
		body["reason"] = "Kalenteri on täynnä."
	}
	return l.write(ctx, p, write{act: act{l.caseID, kind}, path: "/v1/assignments/" + l.leadID + verb, etag: etag, body: body})
}

// leadEtag is the etag of the lead's assignment as it is now.
func (l *life) leadEtag(ctx context.Context) (string, error) {
	now, err := l.read(ctx, l.expert, "/v1/cases/"+l.caseID)
	if err != nil {
		return "", err
	}
	for _, a := range now.Assignments {
		if a.ID == l.leadID {
			return a.Etag, nil
		}
	}
	return "", nil
}
