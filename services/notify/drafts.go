package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// DraftsArgs is the job that tells of drafts which nobody saves. It carries nothing: what is to be told stands in the database.
type DraftsArgs struct{}

// Kind names the job in the queue.
func (DraftsArgs) Kind() string { return "drafts" }

// DraftsJob brings DraftsArgs every hour. One that fails is not tried again: the next comes soon.
func DraftsJob() *river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) { return DraftsArgs{}, &river.InsertOpts{MaxAttempts: 1} }
	return river.NewPeriodicJob(river.PeriodicInterval(time.Hour), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

const (
	// warnedBefore is how many days before it goes the writers of a draft are told.
	warnedBefore = 14
	// mostWarnings of one run.
	mostWarnings = 500
)

// Drafts works DraftsArgs: it tells each writer of a draft once that it goes, and when.
type Drafts struct {
	river.WorkerDefaults[DraftsArgs]

	// DB is the worker's pool.
	DB     *postgres.DB
	Sender Sender
	// BaseURL is where people find Vaatu, without a slash at the end.
	BaseURL string
}

// Timeout of one run; what is left over waits for the next.
func (d *Drafts) Timeout(*river.Job[DraftsArgs]) time.Duration { return 5 * time.Minute }

type leaving struct {
	DraftID    string `db:"draft_id"`
	PersonID   string `db:"person_id"`
	ExpireDate string `db:"expire_date"`
	Email      string `db:"email"`
	Language   string `db:"language"`
}

// Work mails each writer who has an address. A mail that cannot be sent does not hold up the others; it also stands on the
// start page.
func (d *Drafts) Work(ctx context.Context, _ *river.Job[DraftsArgs]) error {
	var due []leaving
	err := d.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT intake.warn_drafts($1)", warnedBefore)
		postgres.Rows(tx, &due, "SELECT draft_id, person_id, expire_date, email, language FROM intake.to_warn($1)", mostWarnings)
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for drafts that go: %w", err)
	}
	var failed []error
	for _, l := range due {
		if err := d.tell(ctx, l); err != nil {
			failed = append(failed, fmt.Errorf("telling that a draft goes: %w", err))
		}
	}
	return errors.Join(failed...)
}

func (d *Drafts) tell(ctx context.Context, l leaving) error {
	err := d.Sender.Send(ctx, l.mail(d.BaseURL+"/drafts"))
	if err != nil && !errors.Is(err, ErrNoMailbox) {
		return err
	}
	return d.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT intake.writer_warned($1, $2, $3)", l.DraftID, l.PersonID, l.ExpireDate)
		return nil
	})
}

// leavingTexts: the subject takes the date, the body the date and the link.
var leavingTexts = map[string]phrases{
	"fi": {"Vaatu: luonnos poistuu %s", "Luonnos poistuu %s, jos sitä ei tallenneta ennen sitä.\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n"},
	"sv": {"Vaatu: utkastet raderas %s", "Utkastet raderas %s om det inte sparas före det.\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n"},
	"en": {"Vaatu: draft is deleted on %s", "A draft is deleted on %s unless it is saved before.\n\nSign in: %s\n\nThe content is shown in the service only.\n"},
}

func (l leaving) mail(link string) Mail {
	date := l.ExpireDate
	if day, err := helsinki.Day(date); err == nil {
		date = day.Format("2.1.2006")
	}
	text, ok := leavingTexts[l.Language]
	if !ok {
		text = leavingTexts["fi"]
	}
	return Mail{To: l.Email, Subject: fmt.Sprintf(text.subject, date), Body: fmt.Sprintf(text.body, date, link)}
}
