package directory

import (
	"fmt"
	"slices"
	"strings"
)

// Skipped says why an organisation of the register was left out.
type Skipped string

// Reasons for leaving an organisation out.
const (
	SkippedDayCare       Skipped = "day care"
	SkippedOtherType     Skipped = "neither provider, institution nor office"
	SkippedNoOID         Skipped = "no OID"
	SkippedMalformed     Skipped = "a field of the wrong type or form"
	SkippedDuplicate     Skipped = "OID stands in the file already"
	SkippedCycle         Skipped = "nested in itself"
	SkippedNoName        Skipped = "no name"
	SkippedStatus        Skipped = "unknown status"
	SkippedPlanned       Skipped = "not open yet"
	SkippedNoInstitution Skipped = "office without an institution"
	SkippedNoProvider    Skipped = "institution without a provider"
)

// Skip counts the organisations left out for one reason and names the first places in the file.
type Skip struct {
	Reason Skipped
	Count  int
	Places []string
}

// Counts says what an import did to one kind of organisation.
type Counts struct {
	Created   int
	Changed   int
	Unchanged int
	// Closed is how many of the created and changed ones were not closed before and are now.
	Closed int
}

// Summary says what an import did. Read = providers + schools + skipped ones.
type Summary struct {
	Read      int
	Providers Counts
	Schools   Counts
	// Skipped stands with the most frequent reason first.
	Skipped []Skip
}

// String is for the terminal: a line each for providers, schools, and each reason of leaving out.
func (s Summary) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "read      %d organisations\n", s.Read)
	fmt.Fprintf(&text, "providers %s\n", s.Providers)
	fmt.Fprintf(&text, "schools   %s\n", s.Schools)
	for _, skip := range s.Skipped {
		fmt.Fprintf(&text, "skipped   %d: %s%s\n", skip.Count, skip.Reason, skip.places())
	}
	return text.String()
}

// String names the four figures.
func (c Counts) String() string {
	return fmt.Sprintf("%d created, %d changed, %d unchanged; %d now closed", c.Created, c.Changed, c.Unchanged, c.Closed)
}

// places names where to look; what is skipped on purpose needs no looking.
func (s Skip) places() string {
	if s.Reason == SkippedDayCare || s.Reason == SkippedOtherType {
		return ""
	}
	text := " (" + strings.Join(s.Places, ", ")
	if s.Count > len(s.Places) {
		text += ", …"
	}
	return text + ")"
}

// skips collects while a file is read.
type skips map[Skipped]*Skip

// maxPlaces is how many places of each reason are named.
const maxPlaces = 5

func (s *skips) add(reason Skipped, place string) {
	if *s == nil {
		*s = skips{}
	}
	skip := (*s)[reason]
	if skip == nil {
		skip = &Skip{Reason: reason}
		(*s)[reason] = skip
	}
	skip.Count++
	if len(skip.Places) < maxPlaces {
		skip.Places = append(skip.Places, place)
	}
}

func (s skips) sorted() []Skip {
	sorted := make([]Skip, 0, len(s))
	for _, skip := range s {
		sorted = append(sorted, *skip)
	}
	slices.SortFunc(sorted, func(a, b Skip) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(string(a.Reason), string(b.Reason))
	})
	return sorted
}
