// Package cases is the aggregate that Vaatu exists for: one consultation case with its assignments, its questions and
// its events.
//
// The core is pure. Decide turns a state and a command into events or a refusal; Apply turns a state and an event into
// the next state. Neither knows a clock, a database or a context. Phase, turn and allowed actions are derived from the
// state in one place (phase.go, lifecycle.go) and never set by hand.
//
// The Store is the only writer of the tables cases, assignments, case_questions and case_events. It locks the row,
// authorises the caller, calls Decide, and writes rows, events, sealed content, jobs and the idempotency record in one
// transaction and two round trips. Because every row is the result of replaying its events, Check can prove any
// database right or name the row that is not.
package cases
