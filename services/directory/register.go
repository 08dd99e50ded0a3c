package directory

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// Register is what a file of the organisation register says, in its own order: parents stand before their children.
// The parent of an organisation is the one it is nested in; the file's own paths of parents are not to be trusted.
type Register struct {
	// Read is the number of organisations in the file: providers, schools and skipped ones.
	Read      int
	Providers []RegisterProvider
	Schools   []RegisterSchool
	Skipped   []Skip
}

// RegisterProvider is an education provider as the register gives it.
type RegisterProvider struct {
	OID    string
	NameFi string
	NameSv string
	// NameEn and MunicipalityCode are empty where the register has none.
	NameEn           string
	MunicipalityCode string
	// Status is ACTIVE or CLOSED, on the day of reading.
	Status   string
	ClosedOn string
}

// RegisterSchool is an institution or office as the register gives it.
type RegisterSchool struct {
	RegisterProvider
	Code            string
	Kind            string
	ParentOID       string
	ProviderOID     string
	Languages       []string
	InstitutionType string
}

const (
	kindInstitution = "INSTITUTION"
	kindOffice      = "OFFICE"

	// maxRegisterDepth is far beyond the register's own four levels.
	maxRegisterDepth = 32
)

// ParseRegister reads the hierarchy that the organisation register's search answers:
// {"organisaatiot": [{"oid": …, "children": […]}]}. Schools are closed or open as of now, by the calendar of Helsinki.
// An organisation that cannot be used is skipped with its reason; a broken file is a *MalformedError.
func ParseRegister(data []byte, now time.Time) (Register, error) {
	if err := checkSyntax(data); err != nil {
		return Register{}, err
	}
	var file struct {
		Organisations *[]json.RawMessage `json:"organisaatiot"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return Register{}, malformedType(data, err)
	}
	if file.Organisations == nil {
		return Register{}, malformedAt(data, 0, "", "there is no list of organisations (organisaatiot)")
	}
	r := reading{today: helsinki.Date(now), seen: map[string]bool{}}
	if err := r.list(*file.Organisations, "organisaatiot", nil); err != nil {
		return Register{}, err
	}
	r.Skipped = r.skips.sorted()
	return r.Register, nil
}

// reading is a register being read.
type reading struct {
	Register
	today string
	seen  map[string]bool
	skips skips
}

// lineage is where an organisation is nested. The organisations above it are known by OID, used or not.
type lineage struct {
	above    []string
	provider string
	// parent is the institution or office right above, if that could be used.
	parent string
}

func (r *reading) list(organisations []json.RawMessage, path string, under *lineage) error {
	if under == nil {
		under = &lineage{}
	}
	if len(under.above) >= maxRegisterDepth {
		return &MalformedError{Path: path, Problem: fmt.Sprintf("nested deeper than %d levels", maxRegisterDepth)}
	}
	for i, raw := range organisations {
		if err := r.organisation(raw, fmt.Sprintf("%s[%d]", path, i), *under); err != nil {
			return err
		}
	}
	return nil
}

// organisation takes in one organisation, or skips it, and goes on to its children.
func (r *reading) organisation(raw json.RawMessage, path string, at lineage) error {
	r.Read++
	var o organisation
	err := json.Unmarshal(raw, &o)
	var reason Skipped
	place := path
	if err != nil {
		reason, place = SkippedMalformed, path+wrongField(err)
	} else {
		reason = r.take(o, at)
	}
	below := lineage{above: append(slices.Clip(at.above), o.OID)}
	if reason != "" {
		r.skips.add(reason, place)
	} else {
		r.seen[o.OID] = true
		below.provider, below.parent = at.provider, o.OID
		if o.kind() == kindProvider {
			below.provider, below.parent = o.OID, ""
		}
	}
	return r.list(o.Children, path+".children", &below)
}

// take adds an organisation to the register, or answers why it cannot.
func (r *reading) take(o organisation, at lineage) Skipped {
	if reason := r.refuse(o, at); reason != "" {
		return reason
	}
	common := RegisterProvider{
		OID:              o.OID,
		NameFi:           firstOf(o.Name.Fi, o.Name.Sv, o.Name.En),
		NameSv:           firstOf(o.Name.Sv, o.Name.Fi, o.Name.En),
		NameEn:           firstOf(o.Name.En),
		MunicipalityCode: o.municipality(),
		Status:           o.statusOn(r.today),
		ClosedOn:         string(o.ClosedOn),
	}
	switch o.kind() {
	case kindProvider:
		r.Providers = append(r.Providers, common)
	case kindInstitution:
		r.Schools = append(r.Schools, RegisterSchool{
			RegisterProvider: common, Kind: kindInstitution, ProviderOID: at.provider,
			Code: firstOf(o.InstitutionCode, o.OfficeCode), Languages: o.languages(), InstitutionType: o.institutionType(),
		})
	default:
		r.Schools = append(r.Schools, RegisterSchool{
			RegisterProvider: common, Kind: kindOffice, ProviderOID: at.provider, ParentOID: at.parent,
			Code: firstOf(o.OfficeCode), Languages: o.languages(),
		})
	}
	return ""
}

// refuse answers why an organisation cannot be used, or nothing.
func (r *reading) refuse(o organisation, at lineage) Skipped {
	kind := o.kind()
	switch {
	case kind == kindDayCare:
		return SkippedDayCare
	case kind == "":
		return SkippedOtherType
	case o.OID == "":
		return SkippedNoOID
	case !o.storable():
		return SkippedMalformed
	case slices.Contains(at.above, o.OID):
		return SkippedCycle
	case r.seen[o.OID]:
		return SkippedDuplicate
	case firstOf(o.Name.Fi, o.Name.Sv, o.Name.En) == "":
		return SkippedNoName
	case !o.statusKnown():
		return SkippedStatus
	case o.plannedOn(r.today):
		return SkippedPlanned
	case kind == kindOffice && at.parent == "":
		return SkippedNoInstitution
	case kind == kindInstitution && at.provider == "":
		return SkippedNoProvider
	}
	return ""
}

// wrongField names the field of the wrong type, as the end of a path.
func wrongField(err error) string {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return "." + wrong.Field
	}
	return ""
}

func firstOf(names ...string) string {
	for _, name := range names {
		if name = strings.TrimSpace(name); name != "" {
			return name
		}
	}
	return ""
}
