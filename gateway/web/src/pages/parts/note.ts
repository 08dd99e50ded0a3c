// The skeleton of a hand-over's note, written from the case: what stands, what was promised, what is waited for, and the next date.

import type { AdviceJson, CaseJson, QuestionJson } from "../../api/types";
import { unfinished } from "./unfinished";

/** Facts of a case that whoever takes over asks first. Dates are calendar dates. */
export type Facts = {
  phase: string;
  /** The latest revision of the unit's own advice; 0: none. */
  draft: number;
  published: boolean;
  replies: string[];
  parts: { unit: string; due: string }[];
  /** The nearest of all dates; empty: none is set. */
  next: string;
};

/** factsOf gathers them; unitId is the unit whose part is handed over, nameOf names a unit. */
export function factsOf(
  item: CaseJson,
  unitId: string,
  questions: readonly QuestionJson[],
  advice: readonly AdviceJson[],
  nameOf: (of: { unitNameFi?: string; unitNameSv?: string }) => string,
): Facts {
  const own = advice.filter((a) => a.author?.unitId === unitId);
  const replies = questions.filter((q) => !q.reply && !q.cancelTime).map((q) => q.dueDate ?? "");
  const parts = unfinished(item)
    .filter((a) => a.unitId !== unitId)
    .map((a) => ({ unit: nameOf(a), due: a.due ?? "" }));
  const ownDue = (item.assignments ?? []).find((a) => a.unitId === unitId && a.state === "STATE_HELD")?.due;
  const dates = [...replies, ...parts.map((p) => p.due), ownDue ?? ""].filter((d) => d !== "");
  return {
    phase: item.phase ?? "",
    draft: own.find((a) => !a.publishTime)?.revision ?? 0,
    published: own.some((a) => a.publishTime),
    replies,
    parts,
    next: dates.sort()[0] ?? "",
  };
}

/** Words of the note in the language of the screen. */
export type NoteWords = (
  key: "state" | "draft" | "published" | "promised" | "waiting" | "nothing" | "reply" | "part" | "next",
  values?: Record<string, string | number>,
) => string;

/** noteOf writes the skeleton; what was promised only a person knows. */
export function noteOf(facts: Facts, say: NoteWords, phase: (code: string) => string, date: (calendar: string) => string): string {
  const waits = [
    ...facts.replies.map((due) => say("reply", { date: date(due) })),
    ...facts.parts.map((p) => say("part", { unit: p.unit, date: date(p.due) })),
  ];
  return [
    say("state", { state: phase(facts.phase) }),
    ...(facts.published ? [say("published")] : []),
    ...(facts.draft > 0 ? [say("draft", { revision: facts.draft })] : []),
    say("promised"),
    say("waiting", { what: waits.join("; ") || say("nothing") }),
    ...(facts.next !== "" ? [say("next", { date: date(facts.next) })] : []),
  ].join("\n");
}
