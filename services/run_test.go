package services

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"testing"
	"testing/synctest"
)

func TestJobsAreStartedAgainAfterAConnectionBroke(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		started := startJobs(t.Context(), slog.New(slog.DiscardHandler), func(context.Context) error {
			tries++
			if tries < 3 {
				return io.ErrUnexpectedEOF
			}
			return nil
		})
		if !started || tries != 3 {
			t.Errorf("started: %t after %d tries", started, tries)
		}
	})
}

func TestAnEndIsNotHeldUpByJobsThatDoNotStart(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	if startJobs(ctx, slog.New(slog.DiscardHandler), func(context.Context) error {
		cancel()
		return errors.New("no database")
	}) {
		t.Error("started without a database")
	}
}
