// The saving of a draft as a pure state machine: what the writer has, what the service has, and what to do next.
// Promises: one save at a time; only changed fields are sent; nothing typed is dropped; where both sides changed
// the same field, the writer chooses.

import type { DraftJson, FieldChangeJson, RequestJson } from "../../api/types";
import type { Field } from "./answers";

export type SaveState = {
  /** The writer's answers, as shown. */
  readonly own: RequestJson;
  /** What the service is known to hold. */
  readonly server: RequestJson;
  readonly etag: string;
  readonly savedAt: string;
  /** Who changed which field last, as the service knows it. */
  readonly changes: readonly FieldChangeJson[];
  /** Fields that are on their way, with their values. */
  readonly sending?: RequestJson;
  /** What the service may have got from here without its answer arriving: no change of another's. */
  readonly tried: readonly RequestJson[];
  readonly refetching: boolean;
  /** Fields that both sides changed; they are not sent until the writer has chosen. */
  readonly conflicts: readonly Field[];
  /** Fields that the service refused, with their refused values: not sent again before they change. */
  readonly refused: RequestJson;
  readonly trouble?: "offline" | "unsaved" | "gone";
  /** How many times in a row saving has failed. */
  readonly failures: number;
};

export type SaveEvent =
  | { kind: "changed"; fields: RequestJson }
  | { kind: "due" }
  | { kind: "saved"; draft: DraftJson }
  | { kind: "stale" }
  | { kind: "fetched"; draft: DraftJson }
  | { kind: "failed"; trouble: "offline" | "unsaved" | "gone" }
  | { kind: "refused"; fields: readonly Field[] }
  | { kind: "chosen"; field: Field; choice: "own" | "other" };

export type SaveEffect =
  | { kind: "send"; fields: RequestJson; etag: string }
  | { kind: "refetch" }
  | { kind: "wait"; millis: number };

export type Step = { state: SaveState; effect?: SaveEffect };

/** pauseMillis is the pause after the last change before it is saved. */
export const pauseMillis = 1000;

const firstRetryMillis = 2000;
const lastRetryMillis = 60_000;

// Of many lost answers these are remembered: a quarter of an hour of typing without a connection.
const mostTried = 20;

/** begin answers the state of a draft as it came from the service. */
export function begin(draft: DraftJson): SaveState {
  const request = draft.request ?? {};
  return {
    own: request,
    server: request,
    etag: draft.etag ?? "",
    savedAt: draft.updateTime ?? "",
    changes: draft.changes ?? [],
    tried: [],
    refetching: false,
    conflicts: [],
    refused: {},
    failures: 0,
  };
}

/** same compares two values of a field; what the service leaves out is empty. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(empty(a) ? null : a) === JSON.stringify(empty(b) ? null : b);
}

function empty(value: unknown): boolean {
  if (typeof value === "string") return value === "" || value.endsWith("_UNSPECIFIED");
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function fieldsOf(...requests: RequestJson[]): Field[] {
  return [...new Set(requests.flatMap((r) => Object.keys(r)))] as Field[];
}

function pick(request: RequestJson, fields: readonly Field[]): RequestJson {
  return Object.fromEntries(fields.map((f) => [f, request[f] ?? emptyLike(f)]));
}

/** emptyLike answers how a cleared field is said to the service. */
function emptyLike(field: Field): unknown {
  const lists: readonly Field[] = ["grades", "needs", "supportInPlace", "servicesInvolved", "wishedForms", "risks"];
  if (lists.includes(field)) return [];
  if (field === "about") return "ABOUT_UNSPECIFIED";
  if (field === "level") return "LEVEL_UNSPECIFIED";
  if (field === "urgency") return "URGENCY_UNSPECIFIED";
  if (field === "permissions") return {};
  if (field === "paymentCommitment") return "PAYMENT_COMMITMENT_UNSPECIFIED";
  return "";
}

/** unsaved answers the fields that the service does not have yet, or may have otherwise: what was tried may have arrived. */
export function unsaved(state: SaveState): Field[] {
  return fieldsOf(state.own, state.server, ...state.tried).filter((f) => differs(state, f));
}

function differs({ own, server, tried }: SaveState, field: Field): boolean {
  return !same(own[field], server[field]) || tried.some((sent) => field in sent && !same(sent[field], own[field]));
}

function sendable(state: SaveState): Field[] {
  return unsaved(state).filter(
    (f) => !state.conflicts.includes(f) && !(f in state.refused && same(state.refused[f], state.own[f])),
  );
}

function send(state: SaveState): Step {
  const fields = sendable(state);
  if (fields.length === 0 || state.sending || state.refetching || state.trouble === "gone") return { state };
  const sending = pick(state.own, fields);
  const tried = [...state.tried, sending].slice(-mostTried);
  return { state: { ...state, sending, tried }, effect: { kind: "send", fields: sending, etag: state.etag } };
}

function waitIfUnsaved(state: SaveState): Step {
  return sendable(state).length > 0 ? { state, effect: { kind: "wait", millis: pauseMillis } } : { state };
}

/** retryMillis grows with each failure, to a minute. */
export function retryMillis(failures: number): number {
  return Math.min(lastRetryMillis, firstRetryMillis * 2 ** Math.max(0, failures - 1));
}

/** step answers the state after an event, and what is to be done about it. */
export function step(state: SaveState, event: SaveEvent): Step {
  switch (event.kind) {
    case "changed":
      return {
        state: { ...state, own: { ...state.own, ...event.fields } },
        effect: { kind: "wait", millis: pauseMillis },
      };
    case "due":
      return send(state);
    case "saved":
      // What was sent is what the service holds: its own spelling of it would otherwise look like a change.
      return waitIfUnsaved({
        ...state,
        server: { ...state.server, ...state.sending },
        etag: event.draft.etag ?? state.etag,
        savedAt: event.draft.updateTime ?? state.savedAt,
        changes: event.draft.changes ?? [],
        sending: undefined,
        tried: [],
        trouble: undefined,
        failures: 0,
      });
    case "stale":
      return { state: { ...notArrived(state), refetching: true }, effect: { kind: "refetch" } };
    case "fetched":
      return send(merge({ ...state, refetching: false, trouble: undefined }, event.draft));
    case "failed": {
      const failures = state.failures + 1;
      const next = { ...state, sending: undefined, refetching: false, trouble: event.trouble, failures };
      if (event.trouble === "gone") return { state: next };
      return { state: next, effect: { kind: "wait", millis: retryMillis(failures) } };
    }
    case "refused": {
      const refused = { ...state.refused, ...pick(state.sending ?? {}, event.fields) };
      return send({ ...notArrived(state), refused, trouble: undefined });
    }
    case "chosen":
      return choose(state, event.field, event.choice);
  }
}

/** notArrived forgets what was on its way: the service has said that it did not take it. */
function notArrived(state: SaveState): SaveState {
  return { ...state, sending: undefined, tried: state.tried.slice(0, -1) };
}

/** merge takes the service's newer draft in: what only one side changed is kept, what both changed is a conflict. */
function merge(state: SaveState, draft: DraftJson): SaveState {
  const theirs = draft.request ?? {};
  const own: RequestJson = { ...state.own };
  const conflicts: Field[] = [];
  for (const field of fieldsOf(state.own, state.server, theirs)) {
    const weChanged = differs(state, field);
    const theyChanged = !same(theirs[field], state.server[field]) && !ours(state, field, theirs[field]);
    if (!weChanged) Object.assign(own, { [field]: theirs[field] });
    else if ((theyChanged || state.conflicts.includes(field)) && !same(state.own[field], theirs[field])) {
      conflicts.push(field);
    }
  }
  return {
    ...state,
    own,
    server: theirs,
    conflicts,
    etag: draft.etag ?? "",
    savedAt: draft.updateTime ?? state.savedAt,
    changes: draft.changes ?? [],
  };
}

function ours(state: SaveState, field: Field, value: unknown): boolean {
  return state.tried.some((sent) => field in sent && same(sent[field], value));
}

function choose(state: SaveState, field: Field, choice: "own" | "other"): Step {
  const conflicts = state.conflicts.filter((f) => f !== field);
  const own = choice === "own" ? state.own : { ...state.own, [field]: state.server[field] };
  return waitIfUnsaved({ ...state, own, conflicts });
}

/** SaveLook is what the writer is told of the saving. */
export type SaveLook = "saved" | "saving" | "offline" | "unsaved" | "conflict" | "refused" | "gone";

/** lookOf answers what to tell: trouble first. */
export function lookOf(state: SaveState): SaveLook {
  if (state.trouble) return state.trouble;
  if (state.conflicts.length > 0) return "conflict";
  const fields = unsaved(state);
  if (fields.length === 0) return "saved";
  return sendable(state).length === 0 && !state.sending ? "refused" : "saving";
}

/** Kept is what stays on the device of a draft that is not saved: the changes, what they were changes of, where the
 * writer has yet to choose, and what the service may have got already. */
export type Kept = { fields: RequestJson; base: RequestJson; conflicts: readonly Field[]; tried: readonly RequestJson[] };

/** keptOf answers what the device must hold, or nothing when all is saved. */
export function keptOf(state: SaveState): Kept | undefined {
  const fields = unsaved(state);
  if (fields.length === 0) return undefined;
  const { conflicts, tried } = state;
  return { fields: pick(state.own, fields), base: pick(state.server, fields), conflicts, tried };
}

/** resume begins from a draft of the service and what the device has kept. */
export function resume(draft: DraftJson, kept: Kept | undefined): SaveState {
  const state = begin(draft);
  if (!kept) return state;
  const base = { ...state.server, ...kept.base };
  const { fields, conflicts, tried } = kept;
  return merge({ ...state, own: { ...base, ...fields }, server: base, conflicts, tried }, draft);
}
