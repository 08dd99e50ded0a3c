// Package dev holds the synthetic people and schools of `vaatu dev`: every role of the service once, none of them real.
package dev

import (
	_ "embed" // the schools
	"fmt"

	"github.com/vip-verkosto/vaatu/services"
)

// Schools is the made-up part of the organisation register that the people work in: a school in each area and on Åland.
//
//go:embed schools.json
var Schools []byte

// Units of the shipped directory that the experts work in.
const (
	unitElmeri     = "01980000-0000-7000-8000-000000000101"
	unitValteri    = "01980000-0000-7000-8000-000000000201"
	unitValteriSv  = "01980000-0000-7000-8000-000000000204"
	unitHospital   = "01980000-0000-7000-8000-000000000304"
	unitSchoolHome = "01980000-0000-7000-8000-000000000401"
)

// Persona is somebody who can sign in to `vaatu dev`.
type Persona struct {
	// Hint is the login_hint that signs them in at once.
	Hint                  string
	GivenName, FamilyName string
	Language              string
	// Role in words, for the list of people.
	Role string
	// Schools are five-digit codes of the schools where they teach, or lead when Principal.
	Schools   []string
	Principal bool
	// NoEmail: the provider tells no address, as MPASSid does; the person is asked for one.
	NoEmail bool
	// Grants that do not come with sign-in.
	Grants []services.Grant
}

// Name of the person.
func (p Persona) Name() string { return p.GivenName + " " + p.FamilyName }

// Email of the person; the mail catcher takes it.
func (p Persona) Email() string { return p.Hint + "@example.fi" }

// People are all personas.
var People = []Persona{
	{Hint: "teacher-fi", GivenName: "Tiina", FamilyName: "Testaaja", Language: "fi", Role: "Erityisopettaja, Harjukosken koulu", Schools: []string{"90001"}},
	{Hint: "teacher-fi-2", GivenName: "Antti", FamilyName: "Aakkonen", Language: "fi", Role: "Opettaja, Lakeusmäen yhtenäiskoulu", Schools: []string{"90003"}},
	{Hint: "teacher-sv", GivenName: "Sofia", FamilyName: "Provström", Language: "sv", Role: "Speciallärare, Skogsfjärdens skola", Schools: []string{"90004"}},
	{Hint: "newcomer-fi", GivenName: "Ulla", FamilyName: "Uusikko", Language: "fi", Role: "Uusi opettaja, Harjukosken koulu", Schools: []string{"90001"}, NoEmail: true},
	{Hint: "newcomer-sv", GivenName: "Nils", FamilyName: "Nykvist", Language: "sv", Role: "Ny lärare, Skogsfjärdens skola", Schools: []string{"90004"}, NoEmail: true},
	{Hint: "principal-fi", GivenName: "Raija", FamilyName: "Rehtorila", Language: "fi", Role: "Rehtori, Harjukosken koulu", Schools: []string{"90001"}, Principal: true},
	{Hint: "expert-elmeri", GivenName: "Elina", FamilyName: "Esimerkki", Language: "fi", Role: "Asiantuntija, Elmeri", Grants: in("EXPERT", unitElmeri)},
	{Hint: "expert-valteri", GivenName: "Ville", FamilyName: "Valtonen", Language: "fi", Role: "Asiantuntija, Valteri", Grants: in("EXPERT", unitValteri)},
	{Hint: "expert-valteri-2", GivenName: "Vappu", FamilyName: "Vertainen", Language: "fi", Role: "Asiantuntija, Valteri", Grants: in("EXPERT", unitValteri)},
	{Hint: "expert-valteri-sv", GivenName: "Viktor", FamilyName: "Vik", Language: "sv", Role: "Sakkunnig, Valteri, Skilla", Grants: in("EXPERT", unitValteriSv)},
	{Hint: "expert-hospital", GivenName: "Saara", FamilyName: "Sairaanen", Language: "fi", Role: "Asiantuntija, sairaalaopetus", Grants: in("EXPERT", unitHospital)},
	{Hint: "expert-schoolhome", GivenName: "Kalle", FamilyName: "Kotilainen", Language: "fi", Role: "Asiantuntija, koulukoti", Grants: in("EXPERT", unitSchoolHome)},
	{Hint: "lead-valteri", GivenName: "Johanna", FamilyName: "Johtonen", Language: "fi", Role: "Johtaja, Valteri", Grants: in("LEAD", unitValteri)},
	{Hint: "lead-hospital", GivenName: "Jari", FamilyName: "Johdinmaa", Language: "fi", Role: "Johtaja, sairaalaopetus", Grants: in("LEAD", unitHospital)},
	{Hint: "coordinator", GivenName: "Kirsi", FamilyName: "Koordinoiva", Language: "fi", Role: "Koordinaatioryhmä", Grants: []services.Grant{{Role: "COORDINATOR"}}},
	{Hint: "coordinator-2", GivenName: "Kaarina", FamilyName: "Katselmoija", Language: "sv", Role: "Koordinaatioryhmä", Grants: []services.Grant{{Role: "COORDINATOR"}}},
	{Hint: "coordinator-tays", GivenName: "Kari", FamilyName: "Kartoittaja", Language: "fi", Role: "Koordinaatioryhmä, TAYS-alue", Grants: []services.Grant{{Role: "COORDINATOR", Area: "TAYS"}}},
	{Hint: "vipu-fi", GivenName: "Venla", FamilyName: "Viestijä", Language: "fi", Role: "VIPU-yhdyshenkilö", Grants: []services.Grant{{Role: "VIPU", Provider: "1.2.246.562.99.10000000001"}}},
	{Hint: "expert-and-teacher", GivenName: "Eeva", FamilyName: "Eritaito", Language: "fi", Role: "Asiantuntija ja sairaalakoulun opettaja", Schools: []string{"90002"}, Grants: in("EXPERT", unitHospital)},
	{Hint: "admin", GivenName: "Aatu", FamilyName: "Hallitsija", Language: "fi", Role: "Pääkäyttäjä", Grants: []services.Grant{{Role: "ADMIN"}}},
	{Hint: "auditor", GivenName: "Tuula", FamilyName: "Tarkastaja", Language: "fi", Role: "Tietosuojavastaava", Grants: []services.Grant{{Role: "AUDITOR"}}},
}

func in(role, unit string) []services.Grant { return []services.Grant{{Role: role, UnitID: unit}} }

// Grants answers the people whose grants do not come with sign-in, as a provider names them.
func Grants(issuer string) []services.Person {
	var people []services.Person
	for _, p := range People {
		if len(p.Grants) > 0 {
			people = append(people, services.Person{
				Issuer: issuer, Subject: p.Hint, Name: p.Name(), Email: p.Email(), Language: p.Language, Grants: p.Grants,
			})
		}
	}
	return people
}

// Claims answers what the provider's userinfo says of the person, in MPASSid's shapes.
func (p Persona) Claims() map[string]any {
	claims := map[string]any{
		"given_name": p.GivenName, "family_name": p.FamilyName, "locale": p.Language, "urn:mpass.id:uid": p.Hint,
	}
	if !p.NoEmail {
		claims["email"], claims["email_verified"] = p.Email(), true
	}
	code, text := "2", "Opettaja"
	if p.Principal {
		code, text = "6", "Rehtori"
	}
	var roles []string
	for _, school := range p.Schools {
		roles = append(roles, fmt.Sprintf("1.2.246.562.99.10000000001;%s;;%s;%s;;", school, text, code))
	}
	if roles != nil {
		claims["urn:mpass.id:role"] = roles
	}
	return claims
}
