package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the kernel's unit of CPU time in /proc.
const tick = 10 * time.Millisecond

// stat answers the fields of /proc/PID/stat from the third on: what stands before may hold anything.
func stat(pid int) ([]string, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil, fmt.Errorf("reading the state of process %d: %w", pid, err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 20 {
		return nil, fmt.Errorf("reading the state of process %d: %q", pid, text)
	}
	return fields, nil
}

// Places in stat's answer.
const (
	statParent   = 1
	statCPU      = 11 // user, system
	statChildren = 13 // user, system of children that have ended
)

func ticks(fields []string, at int) time.Duration {
	user, _ := strconv.Atoi(fields[at])
	system, _ := strconv.Atoi(fields[at+1])
	return time.Duration(user+system) * tick
}

// cpu answers the CPU time that processes have used.
func cpu(pids ...int) time.Duration {
	var sum time.Duration
	for _, pid := range pids {
		if fields, err := stat(pid); err == nil {
			sum += ticks(fields, statCPU)
		}
	}
	return sum
}

// cpuOfServer answers the CPU time of a PostgreSQL server with all that it has forked. A child that ends meanwhile would
// be missed, or counted twice, so that it looks again then.
func cpuOfServer(pid int) time.Duration {
	var sum time.Duration
	for range 5 {
		before, err := stat(pid)
		if err != nil {
			return 0
		}
		sum = ticks(before, statCPU) + ticks(before, statChildren) + cpu(children(pid)...)
		after, err := stat(pid)
		if err == nil && ticks(before, statChildren) == ticks(after, statChildren) {
			break
		}
	}
	return sum
}

// children answers the processes whose parent a process is.
func children(pid int) []int {
	var found []int
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		child, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if fields, err := stat(child); err == nil && fields[statParent] == strconv.Itoa(pid) {
			found = append(found, child)
		}
	}
	return found
}

// memory answers the resident memory of processes in MB; what they share with others, as the text of one program, counts
// in parts, so that the two halves of vaatu do not count it twice.
func memory(pids ...int) float64 {
	kb := 0
	for _, pid := range pids {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
				n, _ := strconv.Atoi(strings.Fields(rest)[0])
				kb += n
			}
		}
	}
	return float64(kb) / 1024
}
