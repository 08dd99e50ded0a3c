package directory

import (
	"slices"

	"github.com/google/uuid"
)

// stored is an organisation as it stands in the database.
type stored[T any] struct {
	ID   string
	Last T
}

// write is an organisation to be written, under its old id or a new one.
type write[T any] struct {
	ID  string
	Now T
}

// plan is what an import has to write, and what it did in figures.
type plan[T any] struct {
	Writes []write[T]
	Counts Counts
	// IDs of all organisations of the file, by OID.
	IDs map[string]string
}

// organisationRecord is what a plan needs to know of a provider or school.
type organisationRecord[T any] interface {
	oid() string
	closed() bool
	same(T) bool
}

func (p RegisterProvider) oid() string                      { return p.OID }
func (p RegisterProvider) closed() bool                     { return p.Status == statusClosed }
func (p RegisterProvider) same(other RegisterProvider) bool { return p == other }
func (s RegisterSchool) same(other RegisterSchool) bool {
	return s.RegisterProvider == other.RegisterProvider && s.Code == other.Code && s.Kind == other.Kind &&
		s.ParentOID == other.ParentOID && s.ProviderOID == other.ProviderOID &&
		s.InstitutionType == other.InstitutionType && slices.Equal(s.Languages, other.Languages)
}

// planWrites compares a file with the database, by OID. What the file does not mention stays as it is: files are
// often parts of the register. The order of the file is kept, so that parents are written before their children.
func planWrites[T organisationRecord[T]](old map[string]stored[T], file []T) (plan[T], error) {
	p := plan[T]{IDs: make(map[string]string, len(file))}
	for _, now := range file {
		was, known := old[now.oid()]
		id := was.ID
		switch {
		case !known:
			fresh, err := uuid.NewV7()
			if err != nil {
				return plan[T]{}, err
			}
			id = fresh.String()
			p.Counts.Created++
		case now.same(was.Last):
			p.Counts.Unchanged++
		default:
			p.Counts.Changed++
		}
		p.IDs[now.oid()] = id
		if known && now.same(was.Last) {
			continue
		}
		if now.closed() && (!known || !was.Last.closed()) {
			p.Counts.Closed++
		}
		p.Writes = append(p.Writes, write[T]{ID: id, Now: now})
	}
	return p, nil
}
