package audit

import (
	"context"
	"fmt"
	"strings"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

const (
	mostExported = 5000
	mostPeople   = 20
)

// ListEntries answers a page of what the audit holds.
func (s *Service) ListEntries(ctx context.Context, req *auditpb.ListEntriesRequest) (*auditpb.ListEntriesResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	size := page.Size(req.GetPageSize())
	rows, err := s.find(ctx, "LIST", req, after, size+1)
	if err != nil {
		return nil, err
	}
	entries, next := entriesOf(rows, size)
	return &auditpb.ListEntriesResponse{Entries: entries, NextPageToken: next}, nil
}

// ExportEntries answers the same for a spreadsheet.
func (s *Service) ExportEntries(ctx context.Context, req *auditpb.ExportEntriesRequest) (*auditpb.ExportEntriesResponse, error) {
	rows, err := s.find(ctx, "EXPORT", req, nil, mostExported+1)
	if err != nil {
		return nil, err
	}
	cut := len(rows) > mostExported
	rows = rows[:min(len(rows), mostExported)]
	return &auditpb.ExportEntriesResponse{Csv: exported(rows), TotalSize: int32(len(rows)), Cut: cut}, nil //nolint:gosec // bounded
}

// filter is what a request looks for.
type filter interface {
	GetCaseId() string
	GetNumber() string
	GetPersonId() string
	GetKind() auditpb.EntryKind
	GetOutcome() auditpb.Outcome
	GetFromDate() string
	GetToDate() string
}

// find answers entries as the function of the database does, which records that they were looked for.
func (s *Service) find(ctx context.Context, as string, f filter, after *page.Cursor, size int) ([]row, error) {
	if err := checkDates(f.GetFromDate(), f.GetToDate()); err != nil {
		return nil, err
	}
	number, ok := "", true
	if f.GetNumber() != "" {
		number, ok = cases.ParseNumber(f.GetNumber())
	}
	if !ok {
		return nil, apperr.Invalid("number", "case.number", "no case has such a number")
	}
	var rows []row
	err := s.asAuditor(ctx, s.deps.Reader.DB.ReadRecorded, func(tx *postgres.Tx) {
		before, id := place(after)
		postgres.Rows(tx, &rows, "SELECT "+columns+" FROM audit.find($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
			as, number, unless(f.GetCaseId()), unless(f.GetPersonId()), wire.Code(f.GetKind()), wire.Code(f.GetOutcome()),
			unless(f.GetFromDate()), unless(f.GetToDate()), before, id, size)
	})
	if err != nil {
		return nil, fmt.Errorf("searching the audit: %w", err)
	}
	return rows, nil
}

// checkDates: both, where they are given, are dates, and in order.
func checkDates(from, to string) error {
	for field, date := range map[string]string{"from_date": from, "to_date": to} {
		if date != "" && !helsinki.IsDate(date) {
			return apperr.Invalid(field, "date.calendar", "write the date as YYYY-MM-DD")
		}
	}
	if from != "" && to != "" && to < from {
		return apperr.Invalid("to_date", "date.order", "the last day is before the first")
	}
	return nil
}

// FindPeople answers whose entries can be looked for.
func (s *Service) FindPeople(ctx context.Context, req *auditpb.FindPeopleRequest) (*auditpb.FindPeopleResponse, error) {
	var found []foundPerson
	err := s.asAuditor(ctx, s.deps.Reader.DB.ReadRecorded, func(tx *postgres.Tx) {
		postgres.Rows(tx, &found, "SELECT id, name, role, place_name_fi, place_name_sv FROM audit.find_people($1, $2)",
			postgres.Literal(strings.TrimSpace(req.GetQuery())), mostPeople)
	})
	if err != nil {
		return nil, fmt.Errorf("searching people: %w", err)
	}
	reply := &auditpb.FindPeopleResponse{}
	for _, p := range found {
		reply.People = append(reply.People, &auditpb.FoundPerson{
			Id: p.ID, Name: p.Name, Role: wire.Parse[accesspb.Role](value(p.Role)),
			PlaceNameFi: value(p.PlaceNameFi), PlaceNameSv: value(p.PlaceNameSv),
		})
	}
	return reply, nil
}

type foundPerson struct {
	ID          string  `db:"id"`
	Name        string  `db:"name"`
	Role        *string `db:"role"`
	PlaceNameFi *string `db:"place_name_fi"`
	PlaceNameSv *string `db:"place_name_sv"`
}

// asAuditor asks the database in one transaction. NOT_FOUND for those of whom the database does not know that they are auditors:
// to them its functions answer nothing.
func (s *Service) asAuditor(ctx context.Context, in func(context.Context, func(*postgres.Tx) error) error, ask func(*postgres.Tx)) error {
	var auditor bool
	err := in(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &auditor, nil, "SELECT audit.is_auditor()")
		ask(tx)
		return nil
	})
	if err == nil && !auditor {
		return apperr.New(apperr.NotFound)
	}
	return err
}
