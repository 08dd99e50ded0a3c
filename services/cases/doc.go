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
// case_events. It reads the case, authorises the caller, calls Decide, and writes rows, events, sealed texts, jobs and the
// idempotency record in one transaction and two round trips: where the row has changed since it was read, all of it is done
// again behind a lock. Because every row is the result of replaying its events,
// [Check] can prove any database right or name the row that is not.
//
// # Words
//
// A case is what the school sees. An [Assignment] is one unit's part in it: at most one LEAD, and any number of
// PARTNERs. It waits in the unit's queue, is held by one person, and is done, declined or cancelled in the end. A part
// stands while it waits, is held or done, in the present round. Beside a person, LEAD is the role of the head of a
// unit; everywhere else the lead is the part.
//
// # Phases
//
// Where several hold, the first in this order wins: ERASED, WITHDRAWN, CLOSED, FOLLOW_UP, ADVISED, AWAITING_PERMISSION,
// AWAITING_SCHOOL, TRIAGE (no lead stands), IN_CONSULTATION (the lead is held), QUEUED (it waits). Each moment from
// filing to the end belongs to one party, and [Segments] tells whose clock ran when: coordination's in TRIAGE, the
// unit's in QUEUED, the expert's in IN_CONSULTATION, the school's in AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED and
// FOLLOW_UP. The package clocks below this one counts their working days. Beside it a partner's part has a clock of its own, from
// the invitation until it is finished ([PartSegments]): the unit's while it waits, then the expert's, and the school's while it
// waits for the answer to the unit's own question, or for a permission.
//
// # Permissions
//
// A [Permit] is the guardian's consent or the school's authorisation; both are recorded as a yes or a no. A unit's data
// say for which requests it wants them. Then its part opens the content only while both are given and the consent lets the
// school transfer to the unit's actor. The content is locked for every unit while the lead's part, or where no lead stands every actor,
// wants permissions that are not there (never given, or expired), and whenever the latest consent or authorisation is a
// refusal or was withdrawn, wanted or not. The school always reads its own case. Before advice is published a locked
// case is in AWAITING_PERMISSION. Afterwards it keeps its phase and the content is locked all the same. Permissions
// outlast a reopening.
//
// While both stand and cover everybody who has a part, the school may say who the pupil is ([Identify]): a request becomes one
// about an identified pupil, and the parts that stand want permissions from then on, as does the unit that the lead is offered to.
// The name is a sealed text, shown to those who read the case while the permissions stand ([Case.NamesPupilTo]).
//
// # Questions and partners
//
// Before a unit leads coordination may ask the school what is missing to find one, and reads these questions and the replies to them
// and nothing else; they end when a unit is found, which reads them with the rest. A question of a unit ends unanswered when the unit's part is declined, dismissed, completed or loses the lead; all
// questions of a case end when it goes to triage, when advice is published and when the case ends. A lead's unit
// declines only before advice is published in the round: then no lead stands, and the case is coordination's. Who completed a
// partner's part can still read the case until the round ends, unless it is locked, and sends no messages, asks nothing and
// writes no advice any more. Who invites may keep a [Section] of the content from the partner, and says later anew which: what
// the partner has read it has read.
//
// Advice has parts: each holder writes for the own unit, a partner signs by completing, and publishing gives the school
// the lead's latest revision and what is signed. A later revision can be published again; the school then confirms
// anew.
//
// # Hand-overs
//
// A [HandOver] offers a held part to a colleague, or the lead to another unit, until a time. The holder stays
// responsible until the offer is accepted. Then the colleague holds the same part; or another unit gets the lead, held
// by whoever accepted: its partner's part becomes the lead, or a new part is made, and the first unit's part is
// cancelled. Where somebody holds that part, nobody else of the unit answers or reads the note: the head assigns it first. An offer lapses by itself,
// cannot be accepted any more from that moment on, nor by a unit that works no more or takes no leads, and is revoked when the part
// changes hands in any other way. The head of a unit assigns a waiting part at will, and one that somebody holds by giving a reason. Questions and offers that end because
// something else happens have no event of their own: Apply derives it.
//
// # Disputes
//
// Whoever holds a part and does not agree which unit leads refers it to coordination, with a reason and, if they like, the unit that
// should: there is one [Dispute] at a time. Phase, turn and the lead stay while it is open, and its own clock, coordination's, runs
// beside the case's. Coordination reads the reason and nothing else, nor that while the content is locked, and settles it: the lead stays; or it moves into another unit's
// part, waiting or held as that was, and the first unit's part is cancelled; or that part is cancelled and the case is in triage, as
// where a unit declined. Nobody settles it who raised it or holds a part in the case. The unit that raised it can take it back. It is
// the unit's, not the person's: release and hand-over within the unit keep it. It lapses, without an event, once another unit leads or none, the part of who raised it ends, finished or not, advice is
// published or the case ends. No school reads anything of it but where the lead then is.
//
// # Time
//
// Tick does what is due, and is refused when nothing is. A silent school (in AWAITING_SCHOOL and AWAITING_PERMISSION)
// is reminded when the day of the oldest open question has passed, or, where no day is set, 5 days after its turn began, and
// once more 5 days after the first reminder: days on which schools work, outside their breaks. Whatever it does begins the reminders
// anew, and so does a permission that ends. After two reminders the holder of the lead, or the head of its unit, may close the case;
// where no lead stands, coordination may at any time before advice. Whoever closes it so names the next step.
// Advice that nobody acknowledges goes to follow-up 14 days of the calendar after its latest publication; the core
// takes what the school tells 6 and 16 weeks after it, which no service asks yet, and after 18 weeks the case closes by itself.
// Offers lapse and permissions expire until the case ends. [Vacate] gives the part of somebody who works in the unit no more back
// to its queue, as a release would.
//
// Where a unit works no more, [WindUp] ends what waits there. A lead before advice is routed anew by the rules as they stand, and is
// coordination's where they find no unit that has had no part in the round; a partner's part ends, and who leads is told; what was
// offered to the unit lapses, as where it takes no leads any more. Who holds a part keeps it, and the heads and coordination are
// called. After advice a lead stays: the school reads it, and the clock ends the case.
//
// # Rounds and the end
//
// A closed case can be reopened: a new round begins, routed anew, or in triage where no route fits. The school still
// reads what was published. What was not stays with the round before: whoever has a part in the present round reads it, and
// nobody can publish it.
// The parts of that round stand no more, so that their experts read the case only if they are given a part again.
// Erasing destroys texts, key and events of a case that has ended, and keeps a row for statistics.
//
// # Etags
//
// CLAIM, RELEASE, DECLINE and ASSIGN go by the assignment's revision, WITHDRAW_DISPUTE and SETTLE_DISPUTE by the version of the event
// that raised the dispute, everything else by the case's revision, COMPLETE, DISMISS, DISPUTE and hand-overs too. What goes by another
// one than the present is refused as stale. A change of an assignment changes the case's as well. Messages, written advice, follow-up
// answers and reminders leave the case's alone; so does a dispute, raised or settled, which leaves its time of change alone too: the
// school would see that there is something. Where the lead then moves or ends, the case has changed.
//
// # The table
//
// Of each action: who may take it (any one of these), under which conditions (all of them; [Condition] explains each),
// in which phases, where no condition leaves fewer, and the events that can follow, not always all of them; an action with
// several forms has these lines for each. Then how the phase can change, as a walk through every state of six small worlds has found: what keeps the
// phase is not listed. Generated from the table in lifecycle.go; a test fails when it is not current.
//
// BEGIN generated
//
//	ROUTE
//	  by     COORDINATOR (OWN_AREA)
//	  when   LEAD_NOT_HELD
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events ROUTED
//	  TRIAGE → QUEUED, AWAITING_PERMISSION
//	  AWAITING_SCHOOL → QUEUED
//	  AWAITING_PERMISSION → QUEUED
//
//	CLAIM
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_WAITING, PERMISSION_COVERS_UNIT
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, ADVISED, FOLLOW_UP
//	  events CLAIMED
//	  QUEUED → IN_CONSULTATION
//
//	RELEASE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_HELD_BY_ME
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events RELEASED
//	  IN_CONSULTATION → QUEUED
//
//	DECLINE
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_LEADS, ASSIGNMENT_DECLINABLE
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events DECLINED, SENT_TO_TRIAGE
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_IS_PARTNER, ASSIGNMENT_DECLINABLE
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events DECLINED
//	  QUEUED → TRIAGE
//	  IN_CONSULTATION → TRIAGE
//	  AWAITING_SCHOOL → TRIAGE, QUEUED, IN_CONSULTATION
//	  AWAITING_PERMISSION → TRIAGE
//
//	ASSIGN
//	  by     LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_WAITING, PERMISSION_COVERS_UNIT
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, ADVISED, FOLLOW_UP
//	  events ASSIGNED
//	  by     LEAD (OWN_UNIT)
//	  when   ASSIGNMENT_HELD
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events ASSIGNED
//	  QUEUED → IN_CONSULTATION
//
//	OFFER_HAND_OVER
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_HELD_BY_ME, NO_HAND_OVER_OPEN
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events HAND_OVER_OFFERED
//
//	ACCEPT_HAND_OVER
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   HAND_OVER_OFFERED_TO_ME, PART_NOT_HELD_BY_ANOTHER
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events HAND_OVER_ACCEPTED
//	  IN_CONSULTATION → AWAITING_PERMISSION
//	  AWAITING_SCHOOL → IN_CONSULTATION, AWAITING_PERMISSION
//
//	DECLINE_HAND_OVER
//	  by     EXPERT (OWN_UNIT), LEAD (OWN_UNIT)
//	  when   HAND_OVER_OFFERED_TO_ME, PART_NOT_HELD_BY_ANOTHER
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events HAND_OVER_ENDED
//
//	REVOKE_HAND_OVER
//	  by     EXPERT (HOLDER), LEAD (HOLDER), LEAD (OWN_UNIT)
//	  when   HAND_OVER_OPEN
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events HAND_OVER_ENDED
//
//	INVITE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   LEAD_HELD_BY_ME
//	  in     IN_CONSULTATION, AWAITING_SCHOOL
//	  events INVITED
//
//	LIMIT
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_IS_PARTNER, ASSIGNMENT_STANDS, LEAD_HELD_BY_ME
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events LIMITED
//
//	DISMISS
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_IS_PARTNER, ASSIGNMENT_UNFINISHED, LEAD_HELD_BY_ME
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events DISMISSED
//	  AWAITING_SCHOOL → IN_CONSULTATION
//
//	COMPLETE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   ASSIGNMENT_IS_PARTNER, ASSIGNMENT_HELD_BY_ME
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events COMPLETED
//	  AWAITING_SCHOOL → QUEUED, IN_CONSULTATION
//
//	ASK
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   PART_HELD_BY_ME, LEAD_STANDS
//	  in     IN_CONSULTATION, AWAITING_SCHOOL
//	  events ASKED
//	  by     COORDINATOR (OWN_AREA)
//	  when   NO_LEAD
//	  in     TRIAGE, AWAITING_SCHOOL
//	  events ASKED
//	  TRIAGE → AWAITING_SCHOOL
//	  IN_CONSULTATION → AWAITING_SCHOOL
//
//	DISPUTE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   PART_HELD_BY_ME, LEAD_STANDS, NO_DISPUTE_OPEN
//	  in     IN_CONSULTATION, AWAITING_SCHOOL
//	  events DISPUTED
//
//	WITHDRAW_DISPUTE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   DISPUTE_OPEN, DISPUTE_RAISED_BY_ME
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events DISPUTE_SETTLED
//
//	SETTLE_DISPUTE
//	  by     COORDINATOR (OWN_AREA)
//	  when   DISPUTE_OPEN, NO_PARTY_TO_DISPUTE
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events DISPUTE_SETTLED, LEAD_MOVED, SENT_TO_TRIAGE
//	  QUEUED → TRIAGE, IN_CONSULTATION
//	  IN_CONSULTATION → TRIAGE, QUEUED
//	  AWAITING_SCHOOL → TRIAGE, QUEUED, IN_CONSULTATION
//
//	REPLY
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  when   QUESTION_OPEN
//	  in     AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events REPLIED
//	  AWAITING_SCHOOL → TRIAGE, QUEUED, IN_CONSULTATION
//
//	POST_MESSAGE
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL), EXPERT (HOLDER), LEAD (HOLDER)
//	  when   TAKES_PART
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events MESSAGED
//
//	WRITE_ADVICE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   PART_HELD_BY_ME
//	  in     IN_CONSULTATION, AWAITING_SCHOOL, ADVISED, FOLLOW_UP
//	  events ADVICE_WRITTEN
//
//	PUBLISH_ADVICE
//	  by     EXPERT (HOLDER), LEAD (HOLDER)
//	  when   LEAD_HELD_BY_ME, ADVICE_UNPUBLISHED
//	  in     IN_CONSULTATION, AWAITING_SCHOOL, ADVISED, FOLLOW_UP
//	  events ADVICE_PUBLISHED
//	  IN_CONSULTATION → ADVISED
//	  AWAITING_SCHOOL → ADVISED
//	  FOLLOW_UP → ADVISED
//
//	ACKNOWLEDGE
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  in     ADVISED
//	  events ACKNOWLEDGED
//	  ADVISED → FOLLOW_UP
//
//	FOLLOW_UP
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  when   FOLLOW_UP_LEFT
//	  in     FOLLOW_UP
//	  events FOLLOWED_UP
//
//	CLOSE
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  in     ADVISED, FOLLOW_UP
//	  events CLOSED
//	  ADVISED → CLOSED
//	  FOLLOW_UP → CLOSED
//
//	CLOSE_UNANSWERED
//	  by     EXPERT (HOLDER), LEAD (HOLDER), LEAD (OWN_UNIT)
//	  when   LEAD_OF_OWN_UNIT, SCHOOL_REMINDED_TWICE
//	  in     AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events CLOSED_UNANSWERED
//	  by     COORDINATOR (OWN_AREA)
//	  when   NO_LEAD
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events CLOSED_UNANSWERED
//	  TRIAGE → CLOSED
//	  AWAITING_SCHOOL → CLOSED
//	  AWAITING_PERMISSION → CLOSED
//
//	REOPEN
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  in     CLOSED
//	  events REOPENED, ROUTED, SENT_TO_TRIAGE
//	  CLOSED → TRIAGE, QUEUED, AWAITING_PERMISSION
//
//	AMEND
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  when   UNCLAIMED
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events AMENDED
//	  TRIAGE → QUEUED, AWAITING_PERMISSION
//	  QUEUED → TRIAGE
//	  AWAITING_SCHOOL → TRIAGE, QUEUED
//
//	WITHDRAW
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events WITHDRAWN
//	  TRIAGE → WITHDRAWN
//	  QUEUED → WITHDRAWN
//	  IN_CONSULTATION → WITHDRAWN
//	  AWAITING_SCHOOL → WITHDRAWN
//	  AWAITING_PERMISSION → WITHDRAWN
//
//	REMOVE_ATTACHMENT
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL), EXPERT (HOLDER), LEAD (HOLDER)
//	  when   TAKES_PART
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP, CLOSED, WITHDRAWN
//	  events ATTACHMENT_REMOVED
//
//	PASS_ON
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP, CLOSED, WITHDRAWN
//	  events PASSED_ON
//
//	RECORD_CONSENT
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events PERMISSION_RECORDED
//	  TRIAGE → AWAITING_PERMISSION
//	  QUEUED → AWAITING_PERMISSION
//	  IN_CONSULTATION → AWAITING_PERMISSION
//	  AWAITING_SCHOOL → AWAITING_PERMISSION
//	  AWAITING_PERMISSION → TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL
//
//	WITHDRAW_CONSENT
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  when   CONSENT_STANDS
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP, CLOSED, WITHDRAWN
//	  events PERMISSION_ENDED
//	  TRIAGE → AWAITING_PERMISSION
//	  QUEUED → AWAITING_PERMISSION
//	  IN_CONSULTATION → AWAITING_PERMISSION
//	  AWAITING_SCHOOL → AWAITING_PERMISSION
//
//	AUTHORISE
//	  by     PRINCIPAL (OWN_SCHOOL)
//	  when   AUTHORISATION_DOES_NOT_STAND
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events PERMISSION_RECORDED
//	  TRIAGE → AWAITING_PERMISSION
//	  AWAITING_PERMISSION → TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL
//
//	WITHDRAW_AUTHORISATION
//	  by     PRINCIPAL (OWN_SCHOOL)
//	  when   AUTHORISATION_STANDS
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP, CLOSED, WITHDRAWN
//	  events PERMISSION_ENDED
//	  TRIAGE → AWAITING_PERMISSION
//	  QUEUED → AWAITING_PERMISSION
//	  IN_CONSULTATION → AWAITING_PERMISSION
//	  AWAITING_SCHOOL → AWAITING_PERMISSION
//
//	IDENTIFY
//	  by     REQUESTER (FILER), PRINCIPAL (OWN_SCHOOL)
//	  when   ONE_PUPIL, BOTH_PERMISSIONS_STAND
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, ADVISED, FOLLOW_UP
//	  events IDENTIFIED
//
//	TICK
//	  by     CLOCK
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events HAND_OVER_ENDED, PERMISSION_ENDED, REMINDED, FOLLOW_UP_BEGUN, FOLLOW_UP_ENDED
//	  TRIAGE → AWAITING_PERMISSION
//	  QUEUED → AWAITING_PERMISSION
//	  IN_CONSULTATION → AWAITING_PERMISSION
//	  AWAITING_SCHOOL → AWAITING_PERMISSION
//	  ADVISED → FOLLOW_UP
//	  FOLLOW_UP → CLOSED
//
//	VACATE
//	  by     CLOCK
//	  when   ASSIGNMENT_HELD
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events RELEASED
//	  IN_CONSULTATION → QUEUED
//
//	WIND_UP
//	  by     CLOCK
//	  when   ASSIGNMENT_LEADS, ASSIGNMENT_WAITING
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION
//	  events WOUND_UP, ROUTED, SENT_TO_TRIAGE
//	  by     CLOCK
//	  when   ASSIGNMENT_IS_PARTNER, ASSIGNMENT_WAITING
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events WOUND_UP
//	  by     CLOCK
//	  when   HAND_OVER_OPEN
//	  in     TRIAGE, QUEUED, IN_CONSULTATION, AWAITING_SCHOOL, AWAITING_PERMISSION, ADVISED, FOLLOW_UP
//	  events HAND_OVER_ENDED
//	  QUEUED → TRIAGE
//	  AWAITING_SCHOOL → TRIAGE, QUEUED, IN_CONSULTATION
//	  AWAITING_PERMISSION → TRIAGE
//
//	ERASE
//	  by     CLOCK
//	  in     CLOSED, WITHDRAWN
//	  events ERASED
//	  CLOSED → ERASED
//	  WITHDRAWN → ERASED
//
// END generated
package cases
