package main

import (
	"time"
)

// meter looks at the CPU time of a PostgreSQL server all the while, for one who learns only later which part of it counts.
type meter struct {
	server  int
	samples []sample
	quit    chan struct{}
	done    chan struct{}
}

type sample struct {
	at   time.Time
	used time.Duration
}

func watch(server int) *meter {
	m := &meter{server: server, quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(m.done)
		often := time.NewTicker(100 * time.Millisecond)
		defer often.Stop()
		for {
			m.samples = append(m.samples, sample{time.Now(), cpuOfServer(m.server)})
			select {
			case <-m.quit:
				return
			case <-often.C:
			}
		}
	}()
	return m
}

// stop ends the looking; it is safe to ask for what was used after it.
func (m *meter) stop() {
	close(m.quit)
	<-m.done
}

// used answers the CPU time between two moments.
func (m *meter) used(from, to time.Time) time.Duration { return m.before(to) - m.before(from) }

// before answers the last sample before a moment.
func (m *meter) before(at time.Time) time.Duration {
	var used time.Duration
	for _, s := range m.samples {
		if s.at.After(at) {
			break
		}
		used = s.used
	}
	return used
}
