package services_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// hears is what somebody is told, the empty hints too, and how the stream ended.
type hears struct {
	h     *house
	hints chan *eventspb.Hint
	ended chan error
}

// watch begins to listen as somebody; it returns when nothing that follows is missed.
func (h *house) watch(p person) hears {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
	stream, err := eventspb.NewEventServiceClient(line{ClientConn: h.front, token: p.token}).WatchEvents(ctx, &eventspb.WatchEventsRequest{})
	if err == nil {
		_, err = stream.Recv()
	}
	if err != nil {
		cancel()
		h.t.Fatalf("watching: %v", err)
	}
	w := hears{h, make(chan *eventspb.Hint, 10_000), make(chan error, 1)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			hint, err := stream.Recv()
			if err != nil {
				w.ended <- err
				return
			}
			w.hints <- hint
		}
	}()
	h.t.Cleanup(func() { cancel(); <-done })
	return w
}

// listening waits until the database is listened to: until then nothing is told.
func (h *house) listening() {
	h.t.Helper()
	h.until("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%vaatu_cases%' AND datname = current_database()", 1)
}

// next answers the next hint that is not empty.
func (w hears) next() *eventspb.Hint {
	w.h.t.Helper()
	for {
		select {
		case hint := <-w.hints:
			if len(hint.GetUnitIds())+len(hint.GetCaseIds())+len(hint.GetViewedUnitIds()) > 0 || hint.GetAll() {
				return hint
			}
		case err := <-w.ended:
			w.h.t.Fatalf("the stream ended with %v", err)
		case <-time.After(time.Minute):
			w.h.t.Fatal("nothing is told")
		}
	}
}

// tells waits for a hint of which it holds; a case that should not be told fails.
func (w hears) tells(of string, wanted func(*eventspb.Hint) bool, never string) {
	w.h.t.Helper()
	for {
		hint := w.next()
		if never != "" && slices.Contains(hint.GetCaseIds(), never) {
			w.h.t.Fatalf("%s: somebody who cannot list the case %s is told of it: %v", of, never, hint)
		}
		if wanted(hint) {
			return
		}
	}
}

func queueOf(unit string) func(*eventspb.Hint) bool {
	return func(h *eventspb.Hint) bool { return slices.Contains(h.GetUnitIds(), unit) }
}

func caseOf(id string) func(*eventspb.Hint) bool {
	return func(h *eventspb.Hint) bool { return slices.Contains(h.GetCaseIds(), id) }
}

func TestAChangeIsToldAtOnceToThoseWhoMayListItAndToNobodyElse(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.join("teacher", "fi", grant{role: "REQUESTER", school: taysSchool.id})
	neighbour := h.join("neighbour", "fi", grant{role: "REQUESTER", school: taysSchool.id})
	expert := h.join("expert", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"})
	colleague := h.join("colleague", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"})
	head := h.join("head", "fi", grant{role: "LEAD", unit: valteriUnit, actor: "VALTERI"})
	stranger := h.join("stranger", "fi", grant{role: "EXPERT", unit: elmeriUnit, actor: "ELMERI"})
	h.listening()
	filer, next, mine, theirs, all, other := h.watch(teacher), h.watch(neighbour), h.watch(expert), h.watch(colleague), h.watch(head), h.watch(stranger)

	c := h.file(teacher, request("fi", autism))
	filer.tells("filing", caseOf(c.GetId()), "")
	all.tells("filing", caseOf(c.GetId()), "")
	mine.tells("filing", queueOf(valteriUnit), c.GetId())
	theirs.tells("filing", queueOf(valteriUnit), c.GetId())

	h.claim(expert, c)
	mine.tells("the claim", caseOf(c.GetId()), "")
	theirs.tells("the claim", queueOf(valteriUnit), c.GetId())
	must[*caseworkpb.Message](t)(expert.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Tervehdys."}))
	filer.tells("a message", caseOf(c.GetId()), "")

	// Released, it is no longer on the expert's list: that something has gone is told, and not what.
	held := h.read(expert, c.GetId()).GetAssignments()[0]
	must[*casespb.Assignment](t)(expert.ReleaseAssignment(ifMatch(t.Context(), held.GetEtag()), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: held.GetId()}))
	mine.tells("the release", func(h *eventspb.Hint) bool { return h.GetAll() }, "")

	// What the others hear first is their own.
	theirOwn := h.file(neighbour, request("fi", casespb.Need_NEED_PSYCHOSOCIAL))
	next.tells("another's", caseOf(theirOwn.GetId()), c.GetId())
	if hint := other.next(); !queueOf(elmeriUnit)(hint) || len(hint.GetUnitIds()) != 1 || len(hint.GetCaseIds()) != 0 || hint.GetAll() {
		t.Errorf("an expert of another unit is told first of all %v", hint)
	}
}

func TestAStreamEndsWithItsSessionAndKeepsNoneAwake(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h := start(t, services.Beat(20*time.Millisecond), func(c *services.Config) { c.Now = clock.now })
	w := h.watch(h.join("idle", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}))
	clock.advance(session.Idle / 2)
	for range 10 { // looked at several times, and not kept awake
		<-w.hints
	}
	clock.advance(session.Idle/2 + time.Second)
	select {
	case err := <-w.ended:
		refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
	case <-time.After(time.Minute):
		t.Fatal("the stream outlives its session")
	}
}

func TestABrowserHasAFewStreamsAndTheFirstGivesWay(t *testing.T) {
	t.Parallel()
	h := start(t)
	expert := h.expert(valteriUnit, "VALTERI")
	first := h.watch(expert)
	for range 4 {
		h.watch(expert)
	}
	refused(t, <-first.ended, codes.Unavailable, "UNAVAILABLE")
}

func TestWhoeverHasLostAGrantIsToldNoMoreOfItsUnit(t *testing.T) {
	t.Parallel()
	h := start(t, services.Beat(20*time.Millisecond))
	teacher := h.join("teacher", "fi", grant{role: "REQUESTER", school: taysSchool.id})
	expert := h.join("expert", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "EXPERT", unit: elmeriUnit, actor: "ELMERI"})
	h.listening()
	w := h.watch(expert)
	h.file(teacher, request("fi", autism))
	w.tells("filing", queueOf(valteriUnit), "")
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1 AND unit_id = $2", expert.id, valteriUnit)
	for {
		h.file(teacher, request("fi", autism))
		h.file(teacher, request("fi", casespb.Need_NEED_PSYCHOSOCIAL))
		before := false
		w.tells("filing", func(hint *eventspb.Hint) bool {
			before = before || queueOf(valteriUnit)(hint)
			return queueOf(elmeriUnit)(hint)
		}, "")
		if !before {
			return
		}
	}
}
