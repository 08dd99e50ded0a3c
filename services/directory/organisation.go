package directory

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// organisation is one organisation of the register's file, with the fields that we use. The register's code lists:
// organisaatiotyyppi, oppilaitostyyppi, oppilaitoksenopetuskieli, kunta.
type organisation struct {
	OID  string `json:"oid"`
	Name struct {
		Fi string `json:"fi"`
		Sv string `json:"sv"`
		En string `json:"en"`
	} `json:"nimi"`
	Types           []string          `json:"organisaatiotyypit"`
	InstitutionCode string            `json:"oppilaitosKoodi"`
	OfficeCode      string            `json:"toimipistekoodi"`
	InstitutionType string            `json:"oppilaitostyyppi"`
	Languages       []string          `json:"kieletUris"`
	Municipality    string            `json:"kotipaikkaUri"`
	Status          string            `json:"status"`
	OpenFrom        registerDate      `json:"alkuPvm"`
	ClosedOn        registerDate      `json:"lakkautusPvm"`
	Children        []json.RawMessage `json:"children"`
}

const (
	kindProvider = "PROVIDER"
	kindDayCare  = "DAY_CARE"
)

// kindsOfTypes is in the order of precedence: a municipality is a provider of education and of day care. The words
// are the register's older codes.
var kindsOfTypes = []struct{ code, word, kind string }{
	{"organisaatiotyyppi_01", "KOULUTUSTOIMIJA", kindProvider},
	{"organisaatiotyyppi_02", "OPPILAITOS", kindInstitution},
	{"organisaatiotyyppi_03", "TOIMIPISTE", kindOffice},
	{"organisaatiotyyppi_08", "VARHAISKASVATUKSEN_TOIMIPAIKKA", kindDayCare},
}

// kind is empty for an organisation that we have no use for.
func (o organisation) kind() string {
	for _, k := range kindsOfTypes {
		for _, t := range o.Types {
			if code := codeOf(t); code == k.code || code == k.word {
				return k.kind
			}
		}
	}
	return ""
}

// statusKnown tells active, passive and planned; any other status is one that we do not understand.
func (o organisation) statusKnown() bool {
	return o.Status == "AKTIIVINEN" || o.Status == "PASSIIVINEN" || o.Status == "SUUNNITELTU"
}

// plannedOn tells that an organisation has not opened; the date counts for more than the word.
func (o organisation) plannedOn(today string) bool {
	return o.Status == "SUUNNITELTU" && (o.OpenFrom == "" || string(o.OpenFrom) > today)
}

// statusOn is CLOSED from the day after the last one.
func (o organisation) statusOn(today string) string {
	if o.Status == "PASSIIVINEN" || o.ClosedOn != "" && string(o.ClosedOn) < today {
		return statusClosed
	}
	return statusActive
}

// municipality of kunta_091 is 091, whether or not there is such a municipality.
func (o organisation) municipality() string {
	return strings.TrimPrefix(codeOf(o.Municipality), "kunta_")
}

// institutionType of oppilaitostyyppi_11#1 is 11; a type that the register does not know is none.
func (o organisation) institutionType() string {
	code := strings.TrimPrefix(codeOf(o.InstitutionType), "oppilaitostyyppi_")
	if code == "xx" {
		return ""
	}
	return code
}

var languagesOfCodes = map[string][]string{"1": {"fi"}, "2": {"sv"}, "3": {"fi", "sv"}, "4": {"en"}, "5": {"se"}}

// languages of teaching, each once and always in the same order.
func (o organisation) languages() []string {
	spoken := map[string]bool{}
	for _, uri := range o.Languages {
		codes, known := languagesOfCodes[strings.TrimPrefix(codeOf(uri), "oppilaitoksenopetuskieli_")]
		if !known {
			codes = []string{"other"}
		}
		for _, code := range codes {
			spoken[code] = true
		}
	}
	languages := []string{}
	for _, code := range []string{"fi", "sv", "en", "se", "other"} {
		if spoken[code] {
			languages = append(languages, code)
		}
	}
	return languages
}

var oidPattern = regexp.MustCompile(`^[0-9]+(\.[0-9]+)+$`)

// storable tells that the texts are what they should be: short, without control characters, the OID an OID.
func (o organisation) storable() bool {
	if !oidPattern.MatchString(o.OID) || len(o.OID) > 100 {
		return false
	}
	for _, name := range []string{o.Name.Fi, o.Name.Sv, o.Name.En} {
		if !plain(name, 300) {
			return false
		}
	}
	for _, code := range []string{o.InstitutionCode, o.OfficeCode, o.InstitutionType, o.Municipality} {
		if !plain(code, 40) {
			return false
		}
	}
	return true
}

func plain(text string, longest int) bool {
	return utf8.RuneCountInString(text) <= longest && !strings.ContainsFunc(text, unicode.IsControl)
}

// codeOf takes the version off a code: oppilaitostyyppi_11#1.
func codeOf(uri string) string {
	code, _, _ := strings.Cut(strings.TrimSpace(uri), "#")
	return code
}

// registerDate is a calendar date of Helsinki. The register writes milliseconds in searches and dates elsewhere.
type registerDate string

var errNoDate = errors.New("not a date of the register")

// UnmarshalJSON reads milliseconds since 1970, or YYYY-MM-DD.
func (d *registerDate) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	if date, err := strconv.Unquote(string(text)); err == nil {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return errNoDate
		}
		*d = registerDate(date)
		return nil
	}
	ms, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || ms < earliest || ms > latest {
		return errNoDate
	}
	*d = registerDate(helsinki.Date(time.UnixMilli(ms)))
	return nil
}

// The register's dates are of these years; a number outside is no date in milliseconds.
var (
	earliest = time.Date(1000, 1, 2, 0, 0, 0, 0, time.UTC).UnixMilli()
	latest   = time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC).UnixMilli()
)
