package attachments

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/clamav"
	"github.com/vip-verkosto/vaatu/services/internal/document"
	"github.com/vip-verkosto/vaatu/services/internal/leakguard"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

const (
	// mostAtOnce are the files that are looked at at a time: so much of the machine's memory they take, times MaxAttachment.
	mostAtOnce = 8
	// turnWait is how long a file waits for its turn, before its sender is told to come again.
	turnWait = 3 * time.Second
	// keepTime of a call is left for the file to be kept, or to wait, however long the scanner takes.
	keepTime = 2 * time.Second
)

// Examiner looks at files that have come. One looks for all doors of a process.
type Examiner struct {
	turns   chan struct{}
	scanner *clamav.Scanner
	// lenient: what no scanner has looked at may be read.
	lenient bool
	log     *slog.Logger
}

// NewExaminer answers an examiner; scanner may be nil.
func NewExaminer(scanner *clamav.Scanner, lenient bool, log *slog.Logger) *Examiner {
	return &Examiner{turns: make(chan struct{}, mostAtOnce), scanner: scanner, lenient: lenient, log: log}
}

// turn waits for one, and answers how it ends; UNAVAILABLE when too many wait.
func (e *Examiner) turn(ctx context.Context) (end func(), err error) {
	timer := time.NewTimer(turnWait)
	defer timer.Stop()
	select {
	case e.turns <- struct{}{}:
		return func() { <-e.turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, apperr.New(apperr.Unavailable)
	}
}

// examine answers what a file is and what becomes of it, and what in it could tell who is meant; a document.Fault or
// IDENTITY_CODE_IN_TEXT where it is not to be kept.
func (e *Examiner) examine(ctx context.Context, name string, file *os.File, size int) (cases.Examined, leaks, error) {
	d, err := document.Inspect(name, file, int64(size))
	if err != nil {
		return cases.Examined{}, leaks{}, err
	}
	said, err := leaksOf(name, d, leakguard.Writer{Language: session.From(ctx).Language})
	if err != nil {
		return cases.Examined{}, leaks{}, err
	}
	found := cases.Examined{Type: string(d.Type), NamesAuthor: len(said.inFile) > 0, Size: d.Size(), Kept: func() io.Reader { return d.Kept(file) }}
	found.State = e.scan(ctx, io.NewSectionReader(file, 0, int64(size)))
	if found.State == cases.Infected || found.State == cases.PendingScan {
		found.Kept = nil
	}
	return found, said, nil
}

// scan answers what the scanner says of a file, or the policy where it says nothing.
func (e *Examiner) scan(ctx context.Context, file io.Reader) cases.AttachmentState {
	if e.scanner != nil {
		if end, bounded := ctx.Deadline(); bounded {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, end.Add(-keepTime))
			defer cancel()
		}
		infected, err := e.scanner.Infected(ctx, file)
		switch {
		case infected:
			return cases.Infected
		case err == nil:
			return cases.Clean
		}
		e.log.WarnContext(ctx, "the scanner did not look at an attachment", "error", err.Error())
	}
	if e.lenient {
		return cases.NotScanned
	}
	return cases.PendingScan
}

// decides reports whether something can be said of a file now: the scanner answers, or the policy does without.
func (e *Examiner) decides(ctx context.Context) bool {
	return e.lenient || e.scanner != nil && e.scanner.Ping(ctx) == nil
}

// memory answers a file that stands in memory and on no disk: what came is in clear there, until it is closed.
func memory() (*os.File, error) {
	fd, err := unix.MemfdCreate("attachment", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("making a file in memory: %w", err)
	}
	return os.NewFile(uintptr(fd), "attachment"), nil
}

// refused is a fault of a file as its sender hears it.
func refused(err error) error {
	if fault, ok := errors.AsType[document.Fault](err); ok {
		return apperr.Invalid("file", string(fault), texts[fault])
	}
	return err
}

// texts say what is wrong in English, for clients that know no better.
var texts = map[document.Fault]string{
	document.BadName:   "give the file a name",
	document.BadType:   "send a PDF, PNG, JPEG, DOCX or ODT",
	document.Empty:     "the file is empty",
	document.Mismatch:  "the file is not what its name says, or is broken",
	document.Encrypted: "the file has a password: remove it",
	document.Active:    "the file holds macros, scripts or other files",
	document.Bomb:      "the file unpacks to too much",
	document.Pixels:    "the image has more than 40 million pixels",
}
