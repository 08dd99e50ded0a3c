// What is due from a person, gathered from the cards and put in order.

import type { AuthorisationJson, CardJson, KeptGrantJson, LackJson, PhaseJson } from "../../api/types";
import type { DisputeItemJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { todayInHelsinki } from "../../i18n/formatting";
import { dueOf } from "../queue/dueOf";

export type DueKind = "question" | "advice" | "permission" | "followUp" | "expert" | "triage" | "dispute";

export type DueItem = {
  kind: DueKind;
  caseId: string;
  number: string;
  due: string;
  since: string;
  /** Of a missing permission: which. */
  lacks: readonly LackJson[];
};

const ofSchool = {
  PHASE_AWAITING_SCHOOL: "question",
  PHASE_ADVISED: "advice",
  PHASE_AWAITING_PERMISSION: "permission",
  PHASE_FOLLOW_UP: "followUp",
} as const satisfies Partial<Record<PhaseJson, DueKind>>;

/** SchoolPhase is a phase in which a case waits for its school. */
export type SchoolPhase = keyof typeof ofSchool;

export const schoolPhases = Object.keys(ofSchool) as SchoolPhase[];

const isSchoolPhase = (phase: PhaseJson | undefined): phase is SchoolPhase => phase !== undefined && phase in ofSchool;

function item(kind: DueKind, card: CardJson): DueItem {
  return {
    kind,
    caseId: card.caseId ?? "",
    number: card.number ?? "",
    due: dueOf(card),
    since: card.waitingSince ?? card.createTime ?? "",
    lacks: kind === "permission" ? (card.lacks ?? []) : [],
  };
}

/**
 * dueFromSchool answers what a school's person must do; cases that the person holds as an expert are left out, and missing
 * permissions that wait for the person's own authorisation.
 */
export function dueFromSchool(cards: readonly CardJson[], held: readonly CardJson[], asked: readonly AuthorisationJson[] = []): DueItem[] {
  const own = new Set(held.map((c) => c.caseId));
  const waiting = new Set(asked.filter((a) => !a.state).map((a) => a.caseId));
  return cards.flatMap((card) => {
    if (!isSchoolPhase(card.phase) || own.has(card.caseId)) return [];
    const kind = ofSchool[card.phase];
    return kind === "permission" && waiting.has(card.caseId) ? [] : [item(kind, card)];
  });
}

/** dueFromExpert answers the held cases where the expert is next. */
export function dueFromExpert(held: readonly CardJson[]): DueItem[] {
  return held.filter((c) => c.turn === "TURN_EXPERT").map((c) => item("expert", c));
}

/** dueFromCoordination answers the cases that wait for a recipient, and those whose school has not replied by its day. */
export function dueFromCoordination(cards: readonly CardJson[], today = todayInHelsinki()): DueItem[] {
  return cards.filter((c) => c.phase !== "PHASE_AWAITING_SCHOOL" || (c.due ?? "") < today).map((c) => item("triage", c));
}

/** dueFromDisputes answers the disputes about the lead that wait for coordination. */
export function dueFromDisputes(disputes: readonly DisputeItemJson[]): DueItem[] {
  return disputes.map(({ card = {}, dispute }) => ({
    ...item("dispute", card),
    due: dispute?.clock?.dueDate ?? "",
    since: dispute?.createTime ?? "",
  }));
}

/** inOrder puts the earliest due date first, then what has waited longest. */
export function inOrder(items: readonly DueItem[]): DueItem[] {
  const order = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
  return [...items].sort((a, b) => order(a.due || "9999", b.due || "9999") || order(a.since, b.since));
}

/** firstOf answers at most so many of items that are in order: the first of each kind, then the first of all, in their order. */
export function firstOf(items: readonly DueItem[], most: number): DueItem[] {
  const leading = items.filter((item, i) => items.findIndex((other) => other.kind === item.kind) === i);
  const chosen = new Set([...leading, ...items].filter((item, i, all) => all.indexOf(item) === i).slice(0, most));
  return items.filter((item) => chosen.has(item));
}

const soonDays = 30;

/** endingSoon answers the grants whose last day is within 30 days, the first to end first. */
export function endingSoon(grants: readonly KeptGrantJson[], today = todayInHelsinki()): KeptGrantJson[] {
  const last = new Date(`${today}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() + soonDays);
  const limit = last.toISOString().slice(0, 10);
  const end = (g: KeptGrantJson) => g.toDate ?? "";
  return grants.filter((g) => end(g) !== "" && end(g) <= limit).sort((a, b) => (end(a) < end(b) ? -1 : 1));
}
