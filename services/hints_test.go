package services_test

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// overhears listens on the channels of changes and of looks as another role of the database does.
func (h *house) overhears(role string) *pgx.Conn {
	h.t.Helper()
	conn, err := pgx.Connect(h.t.Context(), h.root.Config().ConnString()) // its configuration would tell the other one
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = conn.Close(context.Background()) })
	for _, sql := range []string{"SET ROLE " + role, "LISTEN vaatu_cases", "LISTEN vaatu_looks"} {
		if _, err := conn.Exec(h.t.Context(), sql); err != nil {
			h.t.Fatal(err)
		}
	}
	return conn
}

func TestAnotherRoleOfTheDatabaseHearsThatSomethingHasChangedAndNotWhat(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	conn := h.overhears("vaatu_operator")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.looksAt(expert, valteriUnit, c.GetId(), false)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for range 3 {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			t.Fatal(err)
		}
		told := n.Payload
		if raw, err := base64.RawStdEncoding.DecodeString(n.Payload); err == nil {
			told += string(raw)
		}
		for _, id := range []string{c.GetId(), c.GetNumber(), teacher.id, expert.id, taysSchool.id, valteriUnit, c.GetAssignments()[0].GetId(), `"queues"`, nameOf(expert.subject)} {
			if n.Payload == "" || strings.Contains(told, id) {
				t.Errorf("%q is told, with %q in it", n.Payload, id)
			}
		}
	}
}

func TestWhatAnotherRoleOfTheDatabaseTellsIsToldToNobody(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, head := h.teacher(taysSchool), h.lead(valteriUnit, "VALTERI")
	h.listening()
	w := h.watch(head)
	h.exec(`SELECT pg_notify('vaatu_cases', '{"after":{},"queues":["' || $1 || '"]}')`, valteriUnit)
	c := h.file(teacher, request("fi", autism))
	if hint := w.next(); !caseOf(c.GetId())(hint) {
		t.Errorf("told first of all is %v", hint)
	}
}
