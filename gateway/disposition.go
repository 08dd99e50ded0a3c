package gateway

import (
	"net/url"
	"strings"

	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
)

// previewPolicy is for an attachment that is looked at: it does nothing, loads nothing, and belongs to no origin.
const previewPolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

// mediaTypes of attachments; shown: browsers show them without running anything.
var mediaTypes = map[attachmentspb.FileType]struct {
	name  string
	shown bool
}{
	attachmentspb.FileType_FILE_TYPE_UNSPECIFIED: {"application/octet-stream", false},
	attachmentspb.FileType_FILE_TYPE_PDF:         {"application/pdf", true},
	attachmentspb.FileType_FILE_TYPE_PNG:         {"image/png", true},
	attachmentspb.FileType_FILE_TYPE_JPEG:        {"image/jpeg", true},
	attachmentspb.FileType_FILE_TYPE_DOCX:        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
	attachmentspb.FileType_FILE_TYPE_ODT:         {"application/vnd.oasis.opendocument.text", false},
}

// disposition says what a browser does with a file and how it is called there (RFC 6266): in ASCII for old programs, and as it is.
func disposition(inline bool, name string) string {
	kind := "attachment"
	if inline {
		kind = "inline"
	}
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	return kind + `; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
