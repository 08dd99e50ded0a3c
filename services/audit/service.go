// Package audit shows the audit to those who ask: to those who answer for a case who has read it, to the auditor everything. It
// promises that whatever the auditor looks for is itself in the audit before anything is answered.
package audit

import (
	"context"
	"fmt"

	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Deps of the service.
type Deps struct{ Reader cases.Reader }

// Service implements vaatu.audit.v1.AuditService.
type Service struct {
	auditpb.UnimplementedAuditServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// ListCaseReads answers who has read a case.
func (s *Service) ListCaseReads(ctx context.Context, req *auditpb.ListCaseReadsRequest) (*auditpb.ListCaseReadsResponse, error) {
	reads, next, err := s.reads(ctx, req, false)
	return &auditpb.ListCaseReadsResponse{Reads: reads, NextPageToken: next}, err
}

// ListCaseDisclosures answers to whom a case was disclosed.
func (s *Service) ListCaseDisclosures(ctx context.Context, req *auditpb.ListCaseDisclosuresRequest) (*auditpb.ListCaseDisclosuresResponse, error) {
	disclosures, next, err := s.reads(ctx, req, true)
	return &auditpb.ListCaseDisclosuresResponse{Disclosures: disclosures, NextPageToken: next}, err
}

// ofCase is a request for a page of what the audit says of a case.
type ofCase interface {
	paged
	GetCaseId() string
}

func (s *Service) reads(ctx context.Context, req ofCase, disclosed bool) ([]*auditpb.Entry, string, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, "", err
	}
	if _, _, err := s.deps.Reader.Get(ctx, session.From(ctx).Principal, permission.ReadReads, req.GetCaseId()); err != nil {
		return nil, "", err
	}
	size := page.Size(req.GetPageSize())
	var rows []row
	err = s.deps.Reader.DB.Read(ctx, func(tx *postgres.Tx) error {
		before, id := place(after)
		postgres.Rows(tx, &rows, "SELECT "+columns+" FROM audit.reads($1, $2, $3, $4, $5)", req.GetCaseId(), disclosed, before, id, size+1)
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("reading who has read a case: %w", err)
	}
	entries, next := entriesOf(rows, size)
	return entries, next, nil
}

// GetSeals answers how far the audit is sealed.
func (s *Service) GetSeals(ctx context.Context, _ *auditpb.GetSealsRequest) (*auditpb.GetSealsResponse, error) {
	var last seal
	err := s.asAuditor(ctx, s.deps.Reader.DB.Read, func(tx *postgres.Tx) {
		var found bool // not for others than auditors
		postgres.Row(tx, &last, &found, "SELECT no, at, below, waiting FROM audit.seal_state()")
	})
	if err != nil {
		return nil, fmt.Errorf("reading the last seal: %w", err)
	}
	return last.message(), nil
}
