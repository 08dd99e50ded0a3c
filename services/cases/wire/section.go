package wire

import (
	"slices"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// Sections answers sections of the contract in one order, so that the same ones are the same.
func Sections(all []casespb.Section) []cases.Section {
	var codes []cases.Section
	for _, s := range all {
		codes = append(codes, cases.Section(Code(s)))
	}
	slices.Sort(codes)
	return codes
}

func sections(all []cases.Section) []casespb.Section {
	var es []casespb.Section
	for _, s := range all {
		es = append(es, Parse[casespb.Section](string(s)))
	}
	return es
}

// limit leaves out of a request what is kept from whoever reads it.
func limit(r *casespb.Request, hidden []cases.Section) {
	for _, s := range hidden {
		switch s {
		case cases.SituationSection:
			r.Situation = ""
		case cases.TriedSection:
			r.Tried = ""
		case cases.QuestionSection:
			r.Question = ""
		case cases.ConversationSection, cases.AttachmentsSection:
		}
	}
}
