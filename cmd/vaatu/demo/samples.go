package demo

import (
	"strings"
	"time"

	"github.com/vip-verkosto/vaatu/services"
)

// bodyLength is about how many characters a request has that somebody wrote in earnest.
const bodyLength = 1400

// Samples answers the vignettes as samples for filling a database, their requests at full length.
func Samples(at time.Time) ([]services.Sample, error) {
	vignettes, err := Vignettes()
	if err != nil {
		return nil, err
	}
	samples := make([]services.Sample, len(vignettes))
	for i, v := range vignettes {
		r := v.request()
		more := []string{v.Reply, v.Message, v.Advice.Summary, v.CloseComment, v.Reply, v.Message}
		for _, text := range more {
			if len(r.GetSituation())+len(r.GetTried())+len(r.GetQuestion()) < bodyLength {
				r.Situation = strings.TrimSpace(r.GetSituation() + " " + text)
			}
		}
		samples[i] = services.Sample{
			Request: r, Question: v.ExpertQuestion, Reply: v.Reply, Message: v.Message, Comment: v.CloseComment, Advice: v.advice(at),
		}
	}
	return samples, nil
}

// People answers everybody in the office with their grants: the experts beside the personas, and the teachers, who get
// theirs when they sign in.
func People(issuer string) []services.Person {
	people := experts(issuer)
	for _, list := range teachers {
		for _, p := range list {
			people = append(people, services.Person{
				Issuer: issuer, Subject: p.hint, Name: p.name, Email: p.hint + "@example.fi", Language: p.language,
			})
		}
	}
	return people
}

// Filers answers the teachers with their schools.
func Filers(issuer string) []services.Filer {
	var filers []services.Filer
	for _, language := range []string{"fi", "sv"} {
		for _, p := range teachers[language] {
			filers = append(filers, services.Filer{Issuer: issuer, Subject: p.hint, School: p.school})
		}
	}
	return filers
}
