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

// FeedbackArgs is the job that tells of new feedback on accessibility. It carries nothing: of what no word went out yet stands
// in the database.
type FeedbackArgs struct{}

// Kind names the job in the queue.
func (FeedbackArgs) Kind() string { return "feedback" }

// FeedbackJob brings FeedbackArgs every minute. One that fails is not tried again: the next comes soon.
func FeedbackJob() *river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) { return FeedbackArgs{}, &river.InsertOpts{MaxAttempts: 1} }
	return river.NewPeriodicJob(river.PeriodicInterval(time.Minute), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

// Feedback works FeedbackArgs: it tells one address, the operator's, that there is something to answer, and until when.
type Feedback struct {
	river.WorkerDefaults[FeedbackArgs]

	// DB is the worker's pool.
	DB     *postgres.DB
	Sender Sender
	// To is who answers feedback.
	To string
	// BaseURL is where people find Vaatu, without a slash at the end.
	BaseURL string
	Now     func() time.Time
}

// Timeout of one run; what is left over waits for the next.
func (f *Feedback) Timeout(*river.Job[FeedbackArgs]) time.Duration { return time.Minute }

// Work mails word of each new feedback. One that cannot be sent does not hold up the others.
func (f *Feedback) Work(ctx context.Context, _ *river.Job[FeedbackArgs]) error {
	var waiting []untold
	err := f.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &waiting, "SELECT id, number, due_date FROM feedback.to_mail()")
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for feedback: %w", err)
	}
	var failed []error
	for _, u := range waiting {
		if err := f.tell(ctx, u); err != nil {
			failed = append(failed, fmt.Errorf("telling of feedback %s: %w", u.Number, err))
		}
	}
	return errors.Join(failed...)
}

type untold struct {
	ID      string `db:"id"`
	Number  string `db:"number"`
	DueDate string `db:"due_date"`
}

func (f *Feedback) tell(ctx context.Context, u untold) error {
	if err := f.Sender.Send(ctx, u.mail(f.To, f.BaseURL+"/feedback")); err != nil {
		return err
	}
	return f.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT feedback.mailed($1, $2)", u.ID, f.Now())
		return nil
	})
}

// mail is in both languages of the country: who reads it is not known.
func (u untold) mail(to, link string) Mail {
	due := u.DueDate
	if day, err := helsinki.Day(due); err == nil {
		due = day.Format("2.1.2006")
	}
	return Mail{
		To:      to,
		Subject: fmt.Sprintf("Vaatu: saavutettavuuspalaute %s / respons om tillgängligheten %s", u.Number, u.Number),
		Body: fmt.Sprintf("Saavutettavuuspalautteeseen %s on vastattava viimeistään %s.\nAvaa kirjautumalla: %s\n\n"+
			"Responsen %s om tillgängligheten ska besvaras senast den %s.\nLogga in: %s\n", u.Number, due, link, u.Number, due, link),
	}
}
