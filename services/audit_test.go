package services_test

import (
	"context"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

func (h *house) auditor() person { return h.join("auditor", "fi", grant{role: "AUDITOR"}) }

// entriesTold answers entries in short, the latest first.
func entriesTold(entries []*auditpb.Entry) []string {
	var all []string
	for _, e := range entries {
		words := []string{
			strings.TrimPrefix(e.GetKind().String(), "ENTRY_KIND_"), strings.Split(e.GetPersonName(), " ")[0],
			strings.TrimPrefix(e.GetRole().String(), "ROLE_"), e.GetActionCode(), e.GetWhatCode(),
		}
		if e.GetOutcome() == auditpb.Outcome_OUTCOME_DENIED {
			words = append(words, "DENIED")
		}
		all = append(all, strings.Join(words, " "))
	}
	return all
}

func TestWhoAnswersForACaseSeesWhoHasReadIt(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, principal, lead := h.teacher(hyksSchool), h.principal(hyksSchool), h.lead(valteriUnit, "VALTERI")
	expert, coordinator := h.expert(valteriUnit, "VALTERI"), h.coordinator("")
	stranger := h.teacher(oysSchool)
	c := h.file(teacher, request("fi", autism))
	id := c.GetId()
	h.read(teacher, id)
	h.claim(expert, c)
	h.read(expert, id)
	h.read(expert, id)
	_, err := stranger.GetCase(with(ctx, "vaatu-origin", "192.0.2.7"), &caseworkpb.GetCaseRequest{CaseId: id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.breakGlass(coordinator, c)
	h.read(coordinator, id)
	want := []string{
		"BREAK_GLASS Coordinator COORDINATOR READ_CASE REQUEST COMMENT NEXT_STEP",
		"BREAK_GLASS Coordinator COORDINATOR BREAK_GLASS OPEN",
		"READ Teacher UNSPECIFIED READ_CASE GetCase DENIED",
		"READ Expert EXPERT READ_CASE REQUEST COMMENT NEXT_STEP INVITATION NOTE REASON",
		"CHANGE Expert EXPERT CLAIM ",
		"READ Teacher REQUESTER READ_CASE REQUEST COMMENT NEXT_STEP",
		"CHANGE Teacher REQUESTER FILE ",
	}
	for name, p := range map[string]person{"filer": teacher, "principal": principal, "head": lead} {
		reads := must[*auditpb.ListCaseReadsResponse](t)(p.ListCaseReads(ctx, &auditpb.ListCaseReadsRequest{CaseId: id})).GetReads()
		if diff := cmp.Diff(want, entriesTold(reads)); diff != "" {
			t.Errorf("the %s sees other reads (-want +got)\n%s", name, diff)
		}
		if e := reads[3]; e.GetPersonId() != expert.id || e.GetPersonName() != nameOf(expert.subject) || e.GetUnitNameFi() == "" || e.GetUnitNameSv() == "" ||
			e.GetUnitId() != valteriUnit || e.GetTime() == nil || e.GetCaseNumber() != c.GetNumber() || e.GetId() == "" || e.GetTimes() != 2 || reads[0].GetTimes() != 1 {
			t.Errorf("a reading is %v", e)
		}
		for _, e := range reads {
			if e.GetOrigin()+e.GetRequestId()+e.GetObjectId()+e.GetToId() != "" {
				t.Errorf("the %s is told what is the auditor's: %v", name, e)
			}
		}
	}
	first := must[*auditpb.ListCaseReadsResponse](t)(teacher.ListCaseReads(ctx, &auditpb.ListCaseReadsRequest{CaseId: id, PageSize: 4}))
	second := must[*auditpb.ListCaseReadsResponse](t)(teacher.ListCaseReads(ctx, &auditpb.ListCaseReadsRequest{CaseId: id, PageSize: 4, PageToken: first.GetNextPageToken()}))
	if diff := cmp.Diff(want, entriesTold(slices.Concat(first.GetReads(), second.GetReads()))); diff != "" || second.GetNextPageToken() != "" {
		t.Errorf("page by page it is another list (-want +got)\n%s", diff)
	}
	for name, p := range map[string]person{
		"holder": expert, "coordinator": coordinator, "stranger": stranger, "auditor": h.auditor(), "admin": h.admin(),
		"head of another unit": h.lead(skillaUnit, "VALTERI"),
	} {
		_, err := p.ListCaseReads(ctx, &auditpb.ListCaseReadsRequest{CaseId: id})
		if infoOf(err).GetReason() != "NOT_FOUND" {
			t.Errorf("the %s sees who has read the case: %v", name, err)
		}
		_, err = p.ListCaseDisclosures(ctx, &auditpb.ListCaseDisclosuresRequest{CaseId: id})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
}

func TestTheSchoolSeesToWhomACaseWasDisclosed(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, expert := h.teacher(hyksSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	must[*caseworkpb.Advice](t)(expert.WriteAdvice(ctx, &caseworkpb.WriteAdviceRequest{CaseId: c.GetId(), Advice: advice}))
	must[*casespb.Case](t)(expert.PublishAdvice(ifMatch(ctx, h.read(expert, c.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
	list := must[*auditpb.ListCaseDisclosuresResponse](t)(teacher.ListCaseDisclosures(ctx, &auditpb.ListCaseDisclosuresRequest{CaseId: c.GetId()})).GetDisclosures()
	want := []string{"DISCLOSURE Expert EXPERT DISCLOSE ADVICE", "DISCLOSURE Teacher REQUESTER DISCLOSE REQUEST"}
	if diff := cmp.Diff(want, entriesTold(list)); diff != "" {
		t.Fatalf("the disclosures differ (-want +got)\n%s", diff)
	}
	if d := list[0]; d.GetToId() != hyksSchool.id || d.GetToNameFi() != hyksSchool.name || d.GetBasisCode() != "ASKED" {
		t.Errorf("the advice went to %v", d)
	}
	if d := list[1]; d.GetToId() != valteriUnit || d.GetToNameFi() == "" || d.GetToNameSv() == "" || d.GetBasisCode() != "NOT_IDENTIFIED" {
		t.Errorf("the request went to %v", d)
	}
}

func TestTheAuditorFindsWhatWasDoneAndReadsNoText(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, stranger, auditor := h.teacher(hyksSchool), h.teacher(oysSchool), h.auditor()
	c, other := h.file(teacher, request("fi", autism)), h.file(stranger, request("fi", autism))
	_, err := stranger.GetCase(with(ctx, "vaatu-origin", "192.0.2.7"), &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = auditor.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	find := func(req *auditpb.ListEntriesRequest) []*auditpb.Entry {
		t.Helper()
		return must[*auditpb.ListEntriesResponse](t)(auditor.ListEntries(ctx, req)).GetEntries()
	}
	const read, change, sessions = auditpb.EntryKind_ENTRY_KIND_READ, auditpb.EntryKind_ENTRY_KIND_CHANGE, auditpb.EntryKind_ENTRY_KIND_SESSION
	denied := []string{"READ Auditor UNSPECIFIED READ_CASE GetCase DENIED", "READ Teacher UNSPECIFIED READ_CASE GetCase DENIED"}
	today, tomorrow := helsinki.Date(time.Now()), helsinki.Date(time.Now().AddDate(0, 0, 1))
	for name, tt := range map[string]struct {
		req  *auditpb.ListEntriesRequest
		want []string
	}{
		"a case and a kind":    {&auditpb.ListEntriesRequest{CaseId: other.GetId(), Kind: change}, []string{"CHANGE Teacher REQUESTER FILE "}},
		"a number":             {&auditpb.ListEntriesRequest{Number: strings.ToLower(c.GetNumber()), Outcome: auditpb.Outcome_OUTCOME_DENIED}, denied},
		"a person":             {&auditpb.ListEntriesRequest{PersonId: stranger.id, Kind: sessions}, []string{"SESSION Teacher UNSPECIFIED SIGN_IN "}},
		"an outcome":           {&auditpb.ListEntriesRequest{Outcome: auditpb.Outcome_OUTCOME_DENIED, Kind: read}, denied},
		"today":                {&auditpb.ListEntriesRequest{Outcome: auditpb.Outcome_OUTCOME_DENIED, FromDate: today, ToDate: today}, denied},
		"later":                {&auditpb.ListEntriesRequest{FromDate: tomorrow}, nil},
		"earlier":              {&auditpb.ListEntriesRequest{ToDate: helsinki.Date(time.Now().AddDate(0, 0, -1))}, nil},
		"a case that is none":  {&auditpb.ListEntriesRequest{CaseId: unknownID}, nil},
		"a number without one": {&auditpb.ListEntriesRequest{Number: "000000-0"}, nil},
	} {
		if diff := cmp.Diff(tt.want, entriesTold(find(tt.req))); diff != "" {
			t.Errorf("%s finds something else (-want +got)\n%s", name, diff)
		}
	}
	h.read(teacher, c.GetId())
	e := find(&auditpb.ListEntriesRequest{CaseId: c.GetId(), PersonId: stranger.id})[0]
	if e.GetOrigin() != "192.0.2.7" || e.GetRequestId() == "" || e.GetReasonCode() != "NOT_FOUND" || e.GetCaseNumber() != c.GetNumber() || e.GetPersonName() != nameOf(stranger.subject) {
		t.Errorf("the auditor sees %v", e)
	}
	for field, req := range map[string]*auditpb.ListEntriesRequest{
		"from_date": {FromDate: "2026-02-30"}, "to_date": {ToDate: "0000-01-01"}, "number": {Number: "4K7P"},
	} {
		_, err := auditor.ListEntries(ctx, req)
		invalid(t, err, field, map[bool]string{true: "case.number", false: "date.calendar"}[field == "number"])
	}
	_, err = auditor.ListEntries(ctx, &auditpb.ListEntriesRequest{FromDate: tomorrow, ToDate: today})
	invalid(t, err, "to_date", "date.order")
	var paged []*auditpb.Entry
	for token := ""; ; {
		r := must[*auditpb.ListEntriesResponse](t)(auditor.ListEntries(ctx, &auditpb.ListEntriesRequest{CaseId: c.GetId(), Kind: read, PageSize: 1, PageToken: token}))
		paged = append(paged, r.GetEntries()...)
		if token = r.GetNextPageToken(); token == "" || len(paged) > 9 {
			break
		}
	}
	if diff := cmp.Diff(entriesTold(find(&auditpb.ListEntriesRequest{CaseId: c.GetId(), Kind: read})), entriesTold(paged)); diff != "" || len(paged) != 3 {
		t.Errorf("page by page it is another list (-want +got)\n%s", diff)
	}
}

func TestWhatTheAuditorLooksForIsInTheAudit(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, auditor := h.teacher(hyksSchool), h.auditor()
	c := h.file(teacher, request("fi", autism))
	must[*auditpb.ListEntriesResponse](t)(auditor.ListEntries(ctx, &auditpb.ListEntriesRequest{Number: c.GetNumber(), PersonId: teacher.id}))
	must[*auditpb.ListEntriesResponse](t)(auditor.ListEntries(ctx, &auditpb.ListEntriesRequest{
		Kind: auditpb.EntryKind_ENTRY_KIND_READ, Outcome: auditpb.Outcome_OUTCOME_DENIED, FromDate: "2026-01-02", ToDate: "2026-01-03",
	}))
	must[*auditpb.ExportEntriesResponse](t)(auditor.ExportEntries(ctx, &auditpb.ExportEntriesRequest{CaseId: c.GetId()}))
	people := must[*auditpb.FindPeopleResponse](t)(auditor.FindPeople(ctx, &auditpb.FindPeopleRequest{Query: " " + strings.ToLower(nameOf(teacher.subject))})).GetPeople()
	if len(people) != 1 || people[0].GetId() != teacher.id || people[0].GetRole() != accesspb.Role_ROLE_REQUESTER || people[0].GetPlaceNameFi() != hyksSchool.name {
		t.Errorf("found are %v", people)
	}
	want := map[string]int{
		"Auditor READ_AUDIT LIST": 1, "Auditor READ_AUDIT LIST READ DENIED 2026-01-02 2026-01-03": 1,
		"Auditor READ_AUDIT EXPORT": 1, "Auditor READ_AUDIT PEOPLE": 1,
	}
	if diff := cmp.Diff(want, h.audited("action = 'READ_AUDIT' AND role = 'AUDITOR' AND request_id IS NOT NULL")); diff != "" {
		t.Errorf("the audit of the auditor differs (-want +got)\n%s", diff)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE what = 'LIST' AND case_id = $1 AND to_id = $2", c.GetId(), teacher.id); n != 1 {
		t.Error("the search does not name the case and the person by their ids")
	}
	if n := h.count("SELECT count(*) FROM audit.entries e WHERE e::text ILIKE '%' || $1 || '%'", nameOf(teacher.subject)); n != 0 {
		t.Errorf("%d entries hold a name", n)
	}
	h.breakAudit()
	for name, call := range map[string]func() error{
		"a search":      func() error { _, err := auditor.ListEntries(ctx, &auditpb.ListEntriesRequest{}); return err },
		"an export":     func() error { _, err := auditor.ExportEntries(ctx, &auditpb.ExportEntriesRequest{}); return err },
		"one of people": func() error { _, err := auditor.FindPeople(ctx, &auditpb.FindPeopleRequest{Query: "a"}); return err },
	} {
		if call() == nil {
			t.Errorf("%s is answered though the audit does not know of it", name)
		}
	}
}

func TestAnExportIsNoFormulaToASpreadsheet(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, auditor := h.teacher(hyksSchool), h.auditor()
	h.exec(`UPDATE access.persons SET display_name = '=HYPERLINK("https://example.com","a")' WHERE id = $1`, teacher.id)
	export := must[*auditpb.ExportEntriesResponse](t)(auditor.ExportEntries(t.Context(), &auditpb.ExportEntriesRequest{PersonId: teacher.id}))
	lines, err := csv.NewReader(strings.NewReader(export.GetCsv())).ReadAll()
	if err != nil || len(lines) != 2 || export.GetTotalSize() != 1 || export.GetCut() {
		t.Fatalf("%d lines, %d rows, %v: %s", len(lines), export.GetTotalSize(), err, export.GetCsv())
	}
	if name := lines[1][slices.Index(lines[0], "person_name")]; name != `'=HYPERLINK("https://example.com","a")` {
		t.Errorf("the name is the cell %s", name)
	}
}

func TestTheAuditorSeesHowFarTheAuditIsSealed(t *testing.T) {
	t.Parallel()
	h := start(t)
	auditor := h.auditor()
	h.until("SELECT least(count(*), 1) FROM audit.seals", 1)
	last := must[*auditpb.GetSealsResponse](t)(auditor.GetSeals(t.Context(), &auditpb.GetSealsRequest{}))
	if last.GetNumber() < 1 || last.GetTime() == nil || last.GetBelow() == 0 {
		t.Errorf("the last seal is %v", last)
	}
	h.teacher(hyksSchool)
	if more := must[*auditpb.GetSealsResponse](t)(auditor.GetSeals(t.Context(), &auditpb.GetSealsRequest{})); more.GetNumber() == last.GetNumber() && more.GetWaiting() <= last.GetWaiting() {
		t.Errorf("after one more entry %d wait, and %d before", more.GetWaiting(), last.GetWaiting())
	}
}

// Without the service: what the database answers a session.
func TestTheDatabaseItselfAnswersWhoMayAsk(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, stranger, expert, auditor := h.teacher(hyksSchool), h.teacher(oysSchool), h.expert(valteriUnit, "VALTERI"), h.auditor()
	c := h.file(teacher, request("fi", autism))
	app, err := pgx.Connect(t.Context(), h.db.URL("vaatu_app"))
	if err != nil {
		t.Fatal(err)
	}
	defer app.Close(context.WithoutCancel(t.Context()))
	for sql, may := range map[string]person{
		"SELECT count(*) > 0 FROM audit.reads('" + c.GetId() + "', false, NULL, NULL, 9)":                teacher,
		"SELECT count(*) > 0 FROM audit.reads('" + c.GetId() + "', true, NULL, NULL, 9)":                 teacher,
		"SELECT count(*) > 0 FROM audit.find('LIST', '', NULL, NULL, '', '', NULL, NULL, NULL, NULL, 9)": auditor,
		"SELECT count(*) > 0 FROM audit.find_people('', 9)":                                              auditor,
		"SELECT count(*) > 0 FROM audit.seal_state()":                                                    auditor,
	} {
		for name, p := range map[string]person{"filer": teacher, "stranger": stranger, "colleague": expert, "auditor": auditor, "nobody": {}} {
			var session string
			if p.id != "" {
				session = h.text("SELECT encode(hash, 'hex') FROM access.sessions WHERE person_id = $1", p.id)
			}
			var told bool
			if err := pgx.BeginFunc(t.Context(), app, func(tx pgx.Tx) error {
				if _, err := tx.Exec(t.Context(), "SELECT set_config('vaatu.session', $1, true)", session); err != nil {
					return err
				}
				return tx.QueryRow(t.Context(), sql).Scan(&told)
			}); err != nil || told != (p.id == may.id) {
				t.Errorf("%s: the %s is answered: %v, %v", sql, name, told, err)
			}
		}
	}
}
