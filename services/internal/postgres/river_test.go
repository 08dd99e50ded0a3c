package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

type letter struct {
	Number int `json:"number" river:"unique"`
}

func (letter) Kind() string { return "letter" }

// newQueue is the insert-only client that a service has.
func newQueue(t *testing.T, db *postgres.DB) *river.Client[pgx.Tx] {
	t.Helper()
	queue, err := river.NewClient(riverpgxv5.New(db.Pool()), &river.Config{Schema: migrations.RiverSchema})
	if err != nil {
		t.Fatal(err)
	}
	return queue
}

func TestAJobJoinsTheRoundTripAndTheFate(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	queue := newQueue(t, s.db)
	refusal := errors.New("no")
	post := func(ctx context.Context, id int, err error) error {
		return s.db.Write(ctx, func(tx *postgres.Tx) error {
			tx.Queue(insertBook, id, "a")
			jobs := []river.InsertManyParams{{Args: letter{Number: id}}}
			if _, err := queue.InsertManyTx(ctx, tx.River(), jobs); err != nil {
				return err
			}
			return err
		})
	}
	for id := range 3 { // the first asks the version, the others are warm
		got := postgres.CountTrips(s.Trips(), func() {
			if err := post(t.Context(), id, nil); err != nil {
				t.Error(err)
			}
		})
		if id == 2 && got != 1 {
			t.Errorf("a row and its job took %d round trips; want 1", got)
		}
	}
	if err := post(t.Context(), 3, refusal); !errors.Is(err, refusal) {
		t.Errorf("error is %v; want %v", err, refusal)
	}
	if err := post(t.Context(), 1, nil); err == nil {
		t.Error("the same book was put twice")
	}
	var jobs, distinct int
	const query = `SELECT count(*), count(DISTINCT args->>'number') FROM river.river_job WHERE state = 'available'`
	if err := s.root.QueryRow(t.Context(), query).Scan(&jobs, &distinct); err != nil || jobs != 3 || distinct != 3 {
		t.Errorf("there are %d jobs of %d books, %v; want 3 of 3", jobs, distinct, err)
	}
	s.wantTitles(t, "a a a")
	s.wantClean(t)
}

func TestAUniqueJobIsInsertedOnce(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	queue := newQueue(t, s.db)
	once := &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
	for range 2 {
		s.write(t, func(tx *postgres.Tx) error {
			_, err := queue.InsertManyTx(t.Context(), tx.River(), []river.InsertManyParams{{Args: letter{7}, InsertOpts: once}})
			return err
		})
	}
	var jobs int
	if err := s.root.QueryRow(t.Context(), "SELECT count(*) FROM river.river_job").Scan(&jobs); err != nil || jobs != 1 {
		t.Errorf("there are %d jobs, %v; want 1", jobs, err)
	}
}

// A writing transaction holds no NOTIFY; yet the worker, which polls once an hour here, hears of the job at once.
func TestAWorkerHearsOfAJobThatIsCommitted(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	worker := &letterWorker{seen: make(chan int, 1)}
	workers := river.NewWorkers()
	river.AddWorker(workers, worker)
	working, err := river.NewClient(riverpgxv5.New(s.Worker().Pool()), &river.Config{
		Schema: migrations.RiverSchema, Workers: workers, FetchPollInterval: time.Hour,
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := working.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, func() bool { // it listens
		var listens int
		err := s.root.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'listen%'").Scan(&listens)
		return err == nil && listens > 0
	})
	queue := newQueue(t, s.db)
	s.write(t, func(tx *postgres.Tx) error {
		_, err := queue.InsertManyTx(t.Context(), tx.River(), []river.InsertManyParams{{Args: letter{9}}})
		if queued := tx.Queued(); !strings.Contains(queued, "river_job") || strings.Contains(queued, "notify") {
			t.Errorf("the transaction would send %s; want the job and no NOTIFY", queued)
		}
		return err
	})
	if got := <-worker.seen; got != 9 {
		t.Errorf("worked letter %d; want 9", got)
	}
	if err := working.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

type letterWorker struct {
	river.WorkerDefaults[letter]
	seen chan int
}

func (w *letterWorker) Work(_ context.Context, job *river.Job[letter]) error {
	w.seen <- job.Args.Number
	return nil
}

func TestTheWorkerRoleWorksWhatTheApplicationInserted(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	worker := &letterWorker{seen: make(chan int, 1)}
	workers := river.NewWorkers()
	river.AddWorker(workers, worker)
	working, err := river.NewClient(riverpgxv5.New(s.Worker().Pool()), &river.Config{
		Schema: migrations.RiverSchema, Workers: workers,
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	completed, cancel := working.Subscribe(river.EventKindJobCompleted)
	defer cancel()
	if err := working.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	queue := newQueue(t, s.db)
	s.write(t, func(tx *postgres.Tx) error {
		_, err := queue.InsertManyTx(t.Context(), tx.River(), []river.InsertManyParams{{Args: letter{5}}})
		return err
	})
	if got := <-worker.seen; got != 5 {
		t.Errorf("worked letter %d; want 5", got)
	}
	if event := <-completed; event.Job.State != "completed" {
		t.Errorf("the job is %s; want completed", event.Job.State)
	}
	if err := working.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}
