package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestABadAnswerEndsTheRun(t *testing.T) {
	t.Parallel()
	_, _, err := drive(t.Context(), 4, time.Minute, func(_ context.Context, client int) error {
		if client == 3 {
			return errors.New("not as expected")
		}
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "not as expected") {
		t.Errorf("driving ends with %v; want the bad answer", err)
	}
}

func TestABurstEndsWhenNothingIsLeft(t *testing.T) {
	t.Parallel()
	left := make(chan int, 5)
	for i := range cap(left) {
		left <- i
	}
	took, _, err := drive(t.Context(), 2, time.Minute, func(context.Context, int) error {
		select {
		case <-left:
			return nil
		default:
			return errDrained
		}
	})
	if err != nil || len(took) != 5 {
		t.Errorf("%d were done, %v; want 5", len(took), err)
	}
}

func TestTheMiddleAndTheTail(t *testing.T) {
	t.Parallel()
	var took []time.Duration
	for i := range 100 {
		took = append(took, time.Duration(100-i)*time.Millisecond)
	}
	b := summarize(took, 2*time.Second)
	if b.rate != 50 || b.p50 != 51*time.Millisecond || b.p99 != 100*time.Millisecond {
		t.Errorf("summarized as %+v", b)
	}
	if got := median([]float64{9, 1, 2}); got != 2 {
		t.Errorf("the median is %v; want 2", got)
	}
	if got := median([]float64{4, 1, 2, 3}); got != 2.5 {
		t.Errorf("the median is %v; want 2.5", got)
	}
}

func TestOnlyTheWarmPartOfPgbenchCounts(t *testing.T) {
	t.Parallel()
	const step = 10 * time.Millisecond
	began := time.Now()
	var done transactions
	for i := range 200 {
		done = append(done, transaction{int64(i % 2), began.Add(time.Duration(i+1) * step), step})
	}
	quiet := &meter{}
	if b, warm := done.last(time.Second, began.Add(2*time.Second), 2, quiet); b.n != 100 || !warm {
		t.Errorf("%d count, warm: %v; want the last 100", b.n, warm)
	}
	if _, warm := done.last(1950*time.Millisecond, began.Add(2*time.Second), 2, quiet); warm {
		t.Error("two transactions of each client are taken for warm")
	}
}

func TestALineOfPgbenchsLog(t *testing.T) {
	t.Parallel()
	got, err := readLine("3 199 2241 0 1175850568 995598")
	if err != nil || got.client != 3 || got.lasted != 2241*time.Microsecond || got.ended.UnixMicro() != 1175850568995598 {
		t.Errorf("read %+v, %v", got, err)
	}
	if _, err := readLine("pgbench: error"); err == nil {
		t.Error("a line that is none is read")
	}
}
