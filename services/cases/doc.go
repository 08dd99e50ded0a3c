// Package cases is the aggregate that Vaatu exists for: one consultation case with the parts that units have in it, its
// questions, hand-overs and permissions, and its events.
//
// # The core is pure
//
// [Decide] turns a state and a command into events or a [Refusal]; [Apply] turns a state and an event into the next
// state. Neither knows a clock, a database or a context: time enters as the time of a command, and what time brings is a
// command of its own, [Tick]. Phase, turn and allowed actions are derived from the state in one place (phase.go,
// lifecycle.go) and never set by hand.
//
// The [Store] is the only writer of the tables cases, assignments, case_questions, case_hand_overs, case_permits and
// case_events. It locks the row, authorises the caller, calls Decide, and writes rows, events, sealed texts, jobs and the
// idempotency record in one transaction and two round trips. Because every row is the result of replaying its events,
// [Check] can prove any database right or name the row that is not.
//
// # Words
//
// A case is what the school sees. An [Assignment] is one unit's part in it: one LEAD and any number of PARTNERs. It
// waits in the unit's queue, is held by one person, and is done, declined or cancelled in the end. A part stands while it
// waits, is held or done, in the present round.
//
// A [Permit] is the guardian's consent or the school's authorisation. A unit says when it wants them; then its part opens
// the content only while both are given and the consent names its actor. While the lead's are missing, or one was
// refused or withdrawn, the content is locked for every unit; the school always reads its own case. Before advice that is
// a phase of its own, afterwards the phase stays and only the lock falls.
//
// A [HandOver] offers a held part to a colleague, or the lead to another unit, until a time. Who holds the part stays
// responsible until it is accepted. Then the colleague holds it; or the other unit's part, its partner's part if it had
// one, becomes the lead, and the first unit's is cancelled. An offer lapses by itself, and is revoked when the part
// changes hands in another way.
//
// When the lead's unit declines, the case goes to triage and every open question of it is cancelled; a partner that
// declines, is dismissed or completes takes only its own questions with it. Who completed a part can still read, and
// writes no more.
//
// Advice has parts: each holder writes for the own unit, a partner signs by completing, and publishing gives the school
// the lead's latest revision and what is signed. A later revision can be published again, which asks the school anew.
//
// A closed case can be reopened: a new round begins, routed anew. What was published stays readable; the parts of
// the round before stand no more, so that their experts read the case only if they are given a part again.
//
// # Time
//
// From filing to the end each moment belongs to one party: [Segments] tells whose clock ran when. Tick does what is due,
// and nothing when nothing is: a silent school (in AWAITING_SCHOOL, AWAITING_PERMISSION) is reminded when the question's
// day has passed, or after 7 days, and once more 7 days later; after two reminders the holder of the lead, or the head
// of its unit, may close with a named next step. Advice that nobody acknowledges goes to follow-up after 14 days, and a
// case in follow-up ends two weeks after the last follow-up at 16 weeks. Offers lapse, permissions expire.
//
// # Etags
//
// CLAIM, RELEASE, DECLINE and ASSIGN go by the assignment's revision, everything else by the case's. A change of an
// assignment changes the case's too. Messages, written advice, follow-up answers and reminders leave it alone.
//
// # The life of a case
//
// Which action is possible in which phase, under which conditions, by whom, and where it leads. Generated from the table
// in lifecycle.go by walking through every state that can be reached; a test fails when it is not current.
//
// BEGIN generated
//
//	ROUTE
//	  by     COORDINATOR (OWN_AREA)
//	  when   LEAD_NOT_HELD
//	  leaves ROUTED
//	  TRIAGE              → QUEUED
//	  QUEUED              → QUEUED
//	  AWAITING_SCHOOL     → QUEUED
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//
//	CLAIM
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_WAITING, PERMISSION_COVERS_UNIT
//	  leaves CLAIMED
//	  TRIAGE              → TRIAGE
//	  QUEUED              → QUEUED, IN_CONSULTATION
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	RELEASE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_HELD_BY_ME
//	  leaves RELEASED
//	  TRIAGE              → TRIAGE
//	  QUEUED              → QUEUED
//	  IN_CONSULTATION     → QUEUED, IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	DECLINE
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_LEADS, ASSIGNMENT_DECLINABLE
//	  leaves DECLINED, SENT_TO_TRIAGE
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_IS_PARTNER, ASSIGNMENT_DECLINABLE
//	  leaves DECLINED
//	  TRIAGE              → TRIAGE
//	  QUEUED              → TRIAGE, QUEUED
//	  IN_CONSULTATION     → TRIAGE, IN_CONSULTATION
//	  AWAITING_SCHOOL     → TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	ASSIGN
//	  by     LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_WAITING, PERMISSION_COVERS_UNIT
//	  leaves ASSIGNED
//	  by     LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_HELD
//	  leaves ASSIGNED
//	  QUEUED              → IN_CONSULTATION
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	OFFER_HAND_OVER
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_HELD_BY_ME, NO_HAND_OVER_OPEN
//	  leaves HAND_OVER_OFFERED
//	  TRIAGE              → TRIAGE
//	  QUEUED              → QUEUED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	ACCEPT_HAND_OVER
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   HAND_OVER_OFFERED_TO_ME
//	  leaves HAND_OVER_ACCEPTED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → IN_CONSULTATION, AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	DECLINE_HAND_OVER
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   HAND_OVER_OFFERED_TO_ME
//	  leaves HAND_OVER_ENDED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	REVOKE_HAND_OVER
//	  by     EXPERT (HOLDER), LEAD (HOLDER), LEAD (OWN_UNIT)
//	  when   HAND_OVER_OPEN
//	  leaves HAND_OVER_ENDED
//	  TRIAGE              → TRIAGE
//	  QUEUED              → QUEUED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	INVITE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   LEAD_HELD_BY_ME
//	  leaves INVITED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//
//	DISMISS
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_IS_PARTNER, ASSIGNMENT_UNFINISHED, LEAD_HELD_BY_ME
//	  leaves DISMISSED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → IN_CONSULTATION, AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	COMPLETE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_IS_PARTNER, ASSIGNMENT_HELD_BY_ME
//	  leaves COMPLETED
//	  TRIAGE              → TRIAGE
//	  QUEUED              → QUEUED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → QUEUED, IN_CONSULTATION, AWAITING_SCHOOL
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	ASK
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   PART_HELD_BY_ME
//	  leaves ASKED
//	  IN_CONSULTATION     → AWAITING_SCHOOL
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//
//	REPLY
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  when   QUESTION_OPEN
//	  leaves REPLIED
//	  AWAITING_SCHOOL     → QUEUED, IN_CONSULTATION, AWAITING_SCHOOL
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//
//	POST_MESSAGE
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL), EXPERT (HOLDER), LEAD (HOLDER)
//	  when   TAKES_PART
//	  leaves MESSAGED
//	  TRIAGE              → TRIAGE
//	  QUEUED              → QUEUED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	WRITE_ADVICE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   PART_HELD_BY_ME
//	  leaves ADVICE_WRITTEN
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	PUBLISH_ADVICE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   LEAD_HELD_BY_ME, ADVICE_UNPUBLISHED
//	  leaves ADVICE_PUBLISHED
//	  IN_CONSULTATION     → ADVISED
//	  AWAITING_SCHOOL     → ADVISED
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → ADVISED
//
//	ACKNOWLEDGE
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  leaves ACKNOWLEDGED
//	  ADVISED             → FOLLOW_UP
//
//	FOLLOW_UP
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  when   FOLLOW_UP_LEFT
//	  leaves FOLLOWED_UP
//	  FOLLOW_UP           → FOLLOW_UP
//
//	CLOSE
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  leaves CLOSED
//	  ADVISED             → CLOSED
//	  FOLLOW_UP           → CLOSED
//
//	CLOSE_UNANSWERED
//	  by     EXPERT (HOLDER), LEAD (HOLDER), LEAD (OWN_UNIT)
//	  when   LEAD_OF_OWN_UNIT, SCHOOL_REMINDED_TWICE
//	  leaves CLOSED_UNANSWERED
//	  by     COORDINATOR (OWN_AREA)
//	  when   NO_LEAD
//	  leaves CLOSED_UNANSWERED
//	  TRIAGE              → CLOSED
//	  AWAITING_SCHOOL     → CLOSED
//	  AWAITING_PERMISSION → CLOSED
//
//	REOPEN
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  leaves REOPENED, ROUTED, SENT_TO_TRIAGE
//	  CLOSED              → TRIAGE, QUEUED
//
//	WITHDRAW
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  leaves WITHDRAWN
//	  TRIAGE              → WITHDRAWN
//	  QUEUED              → WITHDRAWN
//	  IN_CONSULTATION     → WITHDRAWN
//	  AWAITING_SCHOOL     → WITHDRAWN
//	  AWAITING_PERMISSION → WITHDRAWN
//
//	PASS_ON
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  leaves PASSED_ON
//	  TRIAGE              → TRIAGE
//	  QUEUED              → QUEUED
//	  IN_CONSULTATION     → IN_CONSULTATION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//	  CLOSED              → CLOSED
//	  WITHDRAWN           → WITHDRAWN
//
//	RECORD_CONSENT
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  leaves PERMISSION_RECORDED
//	  TRIAGE              → TRIAGE, AWAITING_PERMISSION
//	  QUEUED              → QUEUED, AWAITING_PERMISSION
//	  IN_CONSULTATION     → IN_CONSULTATION, AWAITING_PERMISSION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL, AWAITING_PERMISSION
//	  AWAITING_PERMISSION → TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	WITHDRAW_CONSENT
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  when   CONSENT_STANDS
//	  leaves PERMISSION_ENDED
//	  TRIAGE              → AWAITING_PERMISSION
//	  QUEUED              → AWAITING_PERMISSION
//	  IN_CONSULTATION     → AWAITING_PERMISSION
//	  AWAITING_SCHOOL     → AWAITING_PERMISSION
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//	  CLOSED              → CLOSED
//	  WITHDRAWN           → WITHDRAWN
//
//	AUTHORISE
//	  by     PRINCIPAL (OWN_SCHOOL)
//	  leaves PERMISSION_RECORDED
//	  TRIAGE              → TRIAGE, AWAITING_PERMISSION
//	  QUEUED              → QUEUED, AWAITING_PERMISSION
//	  IN_CONSULTATION     → IN_CONSULTATION, AWAITING_PERMISSION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL, AWAITING_PERMISSION
//	  AWAITING_PERMISSION → TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//
//	WITHDRAW_AUTHORISATION
//	  by     PRINCIPAL (OWN_SCHOOL)
//	  when   AUTHORISATION_STANDS
//	  leaves PERMISSION_ENDED
//	  TRIAGE              → AWAITING_PERMISSION
//	  QUEUED              → AWAITING_PERMISSION
//	  IN_CONSULTATION     → AWAITING_PERMISSION
//	  AWAITING_SCHOOL     → AWAITING_PERMISSION
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//	  ADVISED             → ADVISED
//	  FOLLOW_UP           → FOLLOW_UP
//	  CLOSED              → CLOSED
//	  WITHDRAWN           → WITHDRAWN
//
//	TICK
//	  by     CLOCK
//	  leaves HAND_OVER_ENDED, PERMISSION_ENDED, REMINDED, FOLLOW_UP_BEGUN, FOLLOW_UP_ENDED
//	  TRIAGE              → TRIAGE, AWAITING_PERMISSION
//	  QUEUED              → QUEUED, AWAITING_PERMISSION
//	  IN_CONSULTATION     → IN_CONSULTATION, AWAITING_PERMISSION
//	  AWAITING_SCHOOL     → AWAITING_SCHOOL, AWAITING_PERMISSION
//	  AWAITING_PERMISSION → AWAITING_PERMISSION
//	  ADVISED             → FOLLOW_UP
//	  FOLLOW_UP           → CLOSED
//
//	ERASE
//	  by     CLOCK
//	  leaves ERASED
//	  CLOSED              → ERASED
//	  WITHDRAWN           → ERASED
//
// END generated
package cases
