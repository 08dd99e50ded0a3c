package casetest

import (
	"strconv"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Ids of organisations.
var (
	School      = id(1)
	OtherSchool = id(2)
	Provider    = id(3)
)

// Unit is the unit that most stories are about; OtherUnit belongs to another actor.
var (
	Unit      = cases.Unit{ID: id(11), Actor: "VALTERI", NameFi: "Valteri-koulu", NameSv: "Valteriskolan"}
	OtherUnit = cases.Unit{ID: id(12), Actor: "ELMERI", NameFi: "Elmeri-koulu", NameSv: "Elmeriskolan"}
)

func id(n int) string {
	digits := strconv.Itoa(n)
	return "00000000-0000-7000-8000-000000000000"[:36-len(digits)] + digits
}

func person(n int, name string, grants ...permission.Grant) permission.Principal {
	for i := range grants {
		grants[i].ID = id(n*100 + i)
	}
	return permission.Principal{PersonID: id(n), Name: name, Language: "fi", Grants: grants, Session: sessionOf(id(n))}
}

func inUnit(role permission.Role, u cases.Unit) permission.Grant {
	return permission.Grant{Role: role, UnitID: u.ID, Actor: u.Actor}
}

// Teacher files the requests of a story.
func Teacher() permission.Principal {
	return person(101, "Tiina Testi", permission.Grant{Role: permission.Requester, SchoolID: School})
}

// Colleague is another teacher of the same school.
func Colleague() permission.Principal {
	return person(102, "Kalle Kollega", permission.Grant{Role: permission.Requester, SchoolID: School})
}

// Stranger is a teacher of another school.
func Stranger() permission.Principal {
	return person(103, "Venla Vieras", permission.Grant{Role: permission.Requester, SchoolID: OtherSchool})
}

// Principal of the teacher's school.
func Principal() permission.Principal {
	return person(104, "Reino Rehtori", permission.Grant{Role: permission.Principals, SchoolID: School})
}

// OtherPrincipal is the principal of the other school.
func OtherPrincipal() permission.Principal {
	return person(105, "Outi Outo", permission.Grant{Role: permission.Principals, SchoolID: OtherSchool})
}

// Expert works in Unit.
func Expert() permission.Principal {
	return person(106, "Eeva Esimerkki", inUnit(permission.Expert, Unit))
}

// Second works in Unit too.
func Second() permission.Principal {
	return person(107, "Toivo Toinen", inUnit(permission.Expert, Unit))
}

// Outsider is an expert of OtherUnit.
func Outsider() permission.Principal {
	return person(108, "Ulla Ulkopuoli", inUnit(permission.Expert, OtherUnit))
}

// Head leads Unit.
func Head() permission.Principal {
	return person(109, "Johanna Johtaja", inUnit(permission.Lead, Unit))
}

// Coordinator sees the whole country.
func Coordinator() permission.Principal {
	return person(110, "Kerttu Koordi", permission.Grant{Role: permission.Coordinator})
}

// AreaCoordinator coordinates one area, which is not the case's.
func AreaCoordinator() permission.Principal {
	return person(111, "Aino Alue", permission.Grant{Role: permission.Coordinator, Area: "OYS"})
}

// Both is an expert of Unit and a requester of the other school.
func Both() permission.Principal {
	return person(112, "Kaisa Kaksi", inUnit(permission.Expert, Unit),
		permission.Grant{Role: permission.Requester, SchoolID: OtherSchool})
}

// Bystanders have roles that open no case: a VIPU contact, an admin, an auditor, and somebody without any grant.
func Bystanders() []permission.Principal {
	return []permission.Principal{
		person(113, "Viivi Vipu", permission.Grant{Role: permission.Vipu, ProviderID: Provider}),
		person(114, "Antti Admin", permission.Grant{Role: permission.Admin}),
		person(115, "Tarja Tarkastaja", permission.Grant{Role: permission.Auditor}),
		person(116, "Niilo Nolla"),
	}
}

// Everybody answers all people of the stories.
func Everybody() []permission.Principal {
	return append(Bystanders(), Teacher(), Colleague(), Stranger(), Principal(), OtherPrincipal(), Expert(), Second(),
		Outsider(), Head(), Coordinator(), AreaCoordinator(), Both())
}
