package services_test

import (
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

const issuer = "https://sign-in.example"

// Schools of each kind. The numbers are municipalities: Helsinki, Jyväskylä, Tampere, Turku, Oulu, Mariehamn.
var (
	hyksSchool    = school{"00000000-0000-7000-8000-000000000001", "Merisaaren koulu", "091", "fi", "ACTIVE"}
	kysSchool     = school{"00000000-0000-7000-8000-000000000002", "Kallaveden koulu", "179", "fi", "ACTIVE"}
	taysSchool    = school{"00000000-0000-7000-8000-000000000003", "Harjukosken koulu", "837", "fi", "ACTIVE"}
	tyksSchool    = school{"00000000-0000-7000-8000-000000000004", "Tuomaanpuiston koulu", "853", "fi", "ACTIVE"}
	oysSchool     = school{"00000000-0000-7000-8000-000000000005", "Koskirannan koulu", "564", "fi", "ACTIVE"}
	alandSchool   = school{"00000000-0000-7000-8000-000000000006", "Björkholmens skola", "478", "sv", "ACTIVE"}
	unknownSchool = school{"00000000-0000-7000-8000-000000000007", "Ulkomaan koulu", "999", "fi", "ACTIVE"}
	closedSchool  = school{"00000000-0000-7000-8000-000000000008", "Lakkautettu koulu", "091", "fi", "CLOSED"}
	otherSchool   = school{"00000000-0000-7000-8000-000000000009", "Naapurin koulu", "091", "fi", "ACTIVE"}

	fixtureSchools = []school{
		hyksSchool, kysSchool, taysSchool, tyksSchool, oysSchool, alandSchool, unknownSchool, closedSchool, otherSchool,
	}
)

// provider of all of them.
const provider = "00000000-0000-7000-8000-000000000100"

type school struct{ id, name, municipality, language, status string }

// Units of the shipped data.
const (
	valteriUnit   = "01980000-0000-7000-8000-000000000201"
	tervaUnit     = "01980000-0000-7000-8000-000000000203"
	skillaUnit    = "01980000-0000-7000-8000-000000000204"
	elmeriUnit    = "01980000-0000-7000-8000-000000000101"
	hospitalUnit  = "01980000-0000-7000-8000-000000000301"
	schoolHomeFin = "01980000-0000-7000-8000-000000000401"
)

func (h *house) addSchools() {
	h.t.Helper()
	h.exec(`INSERT INTO directory.providers (id, oid, name_fi, name_sv, status, create_time, update_time)
		VALUES ($1, '1.2.246.562.99.500', 'Esimerkkikunta', 'Exempelkommunen', 'ACTIVE', now(), now())`, provider)
	for i, s := range fixtureSchools {
		h.exec(`INSERT INTO directory.schools
				(id, oid, code, kind, provider_id, name_fi, name_sv, municipality_code, languages, status, create_time, update_time)
			VALUES ($1, '1.2.246.562.99.' || $2::int, $2::int::text, 'INSTITUTION', $3, $4, $4, $5, ARRAY[$6], $7, now(), now())`,
			s.id, 95000+i, provider, s.name, s.municipality, s.language, s.status)
	}
}

// grant of a person, in the columns of access.grants; empty ones stay empty.
type grant struct{ role, school, unit, actor, area, provider string }

var people atomic.Int64

// join makes a person with grants and signs them in.
func (h *house) join(name, language string, grants ...grant) person {
	h.t.Helper()
	id, subject := uuid.Must(uuid.NewV7()).String(), name+"-"+strconv.FormatInt(people.Add(1), 10)
	h.exec(`INSERT INTO access.persons (id, issuer, subject, display_name, email, language, create_time)
		VALUES ($1, $2, $3, $4, $5, $6, now())`, id, issuer, subject, nameOf(subject), subject+"@example.fi", language)
	for _, g := range grants {
		h.exec(`INSERT INTO access.grants (id, person_id, role, school_id, unit_id, actor, area, provider_id, source, from_date)
			VALUES ($1, $2, $3, nullif($4, '')::uuid, nullif($5, '')::uuid, nullif($6, ''), nullif($7, ''), nullif($8, '')::uuid, 'OWN', '2020-01-01')`,
			uuid.Must(uuid.NewV7()), id, g.role, g.school, g.unit, g.actor, g.area, g.provider)
	}
	return h.signIn(h.front, id, subject, language)
}

// nameOf makes a display name of a subject: "teacher-7" is Teacher 7.
func nameOf(subject string) string {
	return strings.ToUpper(subject[:1]) + strings.ReplaceAll(subject[1:], "-", " ")
}

func (h *house) teacher(at school) person {
	return h.join("teacher", at.language, grant{role: "REQUESTER", school: at.id})
}

func (h *house) principal(at school) person {
	return h.join("principal", at.language, grant{role: "PRINCIPAL", school: at.id})
}

func (h *house) expert(unit, actor string) person {
	return h.join("expert", "fi", grant{role: "EXPERT", unit: unit, actor: actor})
}

// coordinator of an area; national when it is empty.
func (h *house) coordinator(area string) person {
	return h.join("coordinator", "fi", grant{role: "COORDINATOR", area: area})
}

// request is one that can be filed; needs are codes without their prefix.
func request(language string, needs ...casespb.Need) *casespb.Request {
	return &casespb.Request{
		About: casespb.About_ABOUT_ANONYMOUS_PUPIL, Level: casespb.Level_LEVEL_BASIC, Grades: []int32{3},
		WorkingLanguage: language, Needs: needs,
		SupportInPlace:   []casespb.Support{casespb.Support_SUPPORT_SPECIAL_TEACHER_ALONGSIDE},
		ServicesInvolved: []casespb.Service{casespb.Service_SERVICE_SCHOOL_PSYCHOLOGIST},
		Situation:        "Siirtymät päättyvät usein karkaamiseen.", Tried: "Kuvatuki ja ennakointi.",
		Question:    "Miten siirtymät rakennetaan?",
		WishedForms: []casespb.Form{casespb.Form_FORM_REMOTE_MEETING}, Urgency: casespb.Urgency_URGENCY_SOON,
	}
}

const (
	autism     = casespb.Need_NEED_AUTISM
	psychiatry = casespb.Need_NEED_PSYCHIATRY
	hearing    = casespb.Need_NEED_HEARING
	behaviour  = casespb.Need_NEED_CHALLENGING_BEHAVIOUR
)
