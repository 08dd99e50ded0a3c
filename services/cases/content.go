package cases

import (
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// ContentKind is what a sealed text is.
type ContentKind string

// Kinds of content.
const (
	RequestContent  ContentKind = "REQUEST"
	MessageContent  ContentKind = "MESSAGE"
	QuestionContent ContentKind = "QUESTION"
	ReplyContent    ContentKind = "REPLY"
	AdviceContent   ContentKind = "ADVICE"
	// ReasonContent is why something is released, declined, assigned, routed or removed; CommentContent the school's closing words.
	ReasonContent  ContentKind = "REASON"
	CommentContent ContentKind = "COMMENT"
	// InvitationContent is the question to a partner, NoteContent what a hand-over says, NextStepContent what follows
	// where a case ends without advice.
	InvitationContent ContentKind = "INVITATION"
	NoteContent       ContentKind = "NOTE"
	NextStepContent   ContentKind = "NEXT_STEP"
	// PermitContent is why a principal refuses.
	PermitContent ContentKind = "PERMIT"
	// DisputeContent is why a unit does not agree who leads, SettlementContent why coordination settled that so.
	DisputeContent    ContentKind = "DISPUTE"
	SettlementContent ContentKind = "SETTLEMENT"
	// NameContent is who the pupil is.
	NameContent ContentKind = "NAME"
)

// ofDispute reports whether it is among units and coordination, who do not agree who leads.
func (k ContentKind) ofDispute() bool { return k == DisputeContent || k == SettlementContent }

// Content is a text of a case, in clear while it is in memory.
type Content struct {
	ID   string
	Kind ContentKind
	// AboutID is the question that a reply answers, the hand-over of which a note or a reason speaks, or the part that a reason placed.
	AboutID    string
	Revision   int
	Author     By
	CreateTime time.Time
	Plain      []byte
}

// contentRow is a Content as its table holds it: sealed, never changed.
type contentRow struct {
	ID         string    `db:"id"`
	CaseID     string    `db:"case_id"`
	SchoolID   string    `db:"school_id"`
	UnitID     *string   `db:"unit_id"`
	Kind       string    `db:"kind"`
	AboutID    *string   `db:"about_id"`
	Revision   int       `db:"revision"`
	AuthorID   string    `db:"author_id"`
	AuthorName string    `db:"author_name"`
	AuthorRole string    `db:"author_role"`
	Sealed     []byte    `db:"sealed"`
	CreateTime time.Time `db:"create_time"`
}

func (c Content) place() vault.Place {
	return vault.Place{Table: "case_content", Column: "sealed", ID: c.ID, Revision: c.Revision}
}

// written answers a text as it is read once a change has sealed it.
func (c Content) written(m Meta) Content {
	c.Revision, c.Author, c.CreateTime = max(c.Revision, 1), m.By, m.At
	return c
}

func (c Content) seal(key vault.Key, of Case, m Meta) (contentRow, error) {
	c = c.written(m)
	sealed, err := key.Seal(c.Plain, c.place())
	if err != nil {
		return contentRow{}, err
	}
	return contentRow{
		ID: c.ID, CaseID: of.ID, SchoolID: of.Facts.SchoolID, UnitID: optional(c.Author.UnitID), Kind: string(c.Kind),
		AboutID: optional(c.AboutID), Revision: c.Revision, AuthorID: c.Author.Person.ID, AuthorName: c.Author.Person.Name,
		AuthorRole: string(c.Author.Role), Sealed: sealed, CreateTime: c.CreateTime,
	}, nil
}

func (r contentRow) open(key vault.Key) (Content, error) {
	c := Content{
		ID: r.ID, Kind: ContentKind(r.Kind), AboutID: deref(r.AboutID), Revision: r.Revision, CreateTime: r.CreateTime,
		Author: By{
			Person: Person{ID: r.AuthorID, Name: r.AuthorName}, Role: roleOf(r.AuthorRole), UnitID: deref(r.UnitID),
		},
	}
	plain, err := key.Open(r.Sealed, c.place())
	if err != nil {
		return c, fmt.Errorf("opening %s %s: %w", r.Kind, r.ID, err)
	}
	c.Plain = plain
	return c, nil
}
