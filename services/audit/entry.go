package audit

import (
	"time"

	"github.com/google/uuid"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/page"
)

// row is one of audit.named_entries.
type row struct {
	ID           string    `db:"id"`
	At           time.Time `db:"at"`
	Kind         string    `db:"kind"`
	ByID         string    `db:"by_id"`
	ByName       *string   `db:"by_name"`
	Role         *string   `db:"role"`
	UnitID       *string   `db:"unit_id"`
	UnitNameFi   *string   `db:"unit_name_fi"`
	UnitNameSv   *string   `db:"unit_name_sv"`
	SchoolID     *string   `db:"school_id"`
	SchoolNameFi *string   `db:"school_name_fi"`
	SchoolNameSv *string   `db:"school_name_sv"`
	Action       string    `db:"action"`
	What         *string   `db:"what"`
	Outcome      string    `db:"outcome"`
	Reason       *string   `db:"reason"`
	CaseID       *string   `db:"case_id"`
	CaseNumber   *string   `db:"case_number"`
	ObjectID     *string   `db:"object_id"`
	ToID         *string   `db:"to_id"`
	ToNameFi     *string   `db:"to_name_fi"`
	ToNameSv     *string   `db:"to_name_sv"`
	ToPersonName *string   `db:"to_person_name"`
	Basis        *string   `db:"basis"`
	RequestID    *string   `db:"request_id"`
	Origin       *string   `db:"origin"`
	Times        int32     `db:"times"`
}

const columns = `id, at, kind, by_id, by_name, role, unit_id, unit_name_fi, unit_name_sv, school_id, school_name_fi, school_name_sv, action,
	what, outcome, reason, case_id, case_number, object_id, to_id, to_name_fi, to_name_sv, to_person_name, basis, request_id, origin,
	times`

func (r row) message() *auditpb.Entry {
	return &auditpb.Entry{
		Id: r.ID, Time: wire.Time(r.At), Kind: wire.Parse[auditpb.EntryKind](r.Kind), PersonId: r.person(), PersonName: value(r.ByName),
		Role: wire.Parse[accesspb.Role](value(r.Role)), UnitId: value(r.UnitID), UnitNameFi: value(r.UnitNameFi), UnitNameSv: value(r.UnitNameSv),
		SchoolId: value(r.SchoolID), SchoolNameFi: value(r.SchoolNameFi), SchoolNameSv: value(r.SchoolNameSv),
		ActionCode: r.Action, WhatCode: value(r.What), Outcome: wire.Parse[auditpb.Outcome](r.Outcome), ReasonCode: value(r.Reason),
		CaseId: value(r.CaseID), CaseNumber: value(r.CaseNumber), ObjectId: value(r.ObjectID),
		ToId: value(r.ToID), ToNameFi: value(r.ToNameFi), ToNameSv: value(r.ToNameSv), ToPersonName: value(r.ToPersonName),
		BasisCode: value(r.Basis), RequestId: value(r.RequestID), Origin: value(r.Origin), Times: r.Times,
	}
}

// person answers who it was; empty: time itself.
func (r row) person() string {
	if r.ByID == uuid.Nil.String() {
		return ""
	}
	return r.ByID
}

// entriesOf answers a page out of one row more than it shows, and the token of the next.
func entriesOf(rows []row, size int) ([]*auditpb.Entry, string) {
	rows, next := page.Cut(rows, size, func(last row) page.Cursor { return page.Cursor{ID: last.ID, Time: last.At} })
	entries := make([]*auditpb.Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.message()
	}
	return entries, next
}

// paged is a request for one page.
type paged interface {
	GetPageSize() int32
	GetPageToken() string
}

// place answers before which entry a page begins, for the database; nothing for the first.
func place(after *page.Cursor) (before, id any) {
	if after == nil {
		return nil, nil
	}
	return after.Time, after.ID
}

// seal is the last one.
type seal struct {
	No      *int64     `db:"no"`
	At      *time.Time `db:"at"`
	Below   *int64     `db:"below"`
	Waiting int32      `db:"waiting"`
}

func (s seal) message() *auditpb.GetSealsResponse {
	return &auditpb.GetSealsResponse{Number: value(s.No), Time: wire.Time(value(s.At)), Below: value(s.Below), Waiting: s.Waiting}
}

// unless answers a text for a column, or nothing for an empty one.
func unless(empty string) any {
	if empty == "" {
		return nil
	}
	return empty
}

func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
