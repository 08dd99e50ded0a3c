// Advice of several units in one case.

import type { AdviceJson, AssignmentJson, CaseJson } from "../../api/types";

/** currentOf parts the advice, the latest first, into the latest revision of each unit and what came before. */
export function currentOf(advice: readonly AdviceJson[]): { current: AdviceJson[]; earlier: AdviceJson[] } {
  const units = new Set<string>();
  const current = advice.filter(({ author }) => {
    const unit = author?.unitId ?? "";
    return !units.has(unit) && units.add(unit);
  });
  return { current, earlier: advice.filter((a) => !current.includes(a)) };
}

/** partOf answers the part that a person holds in a case. */
export function partOf(item: CaseJson, personId: string | undefined): AssignmentJson | undefined {
  return item.assignments?.find((a) => a.state === "STATE_HELD" && a.holderId === personId);
}

const stands = ["STATE_WAITING", "STATE_HELD", "STATE_DONE"];

/**
 * toGoOnWith answers the advice that a unit's writer goes on with: the unit's own; whoever has got the lead of a unit that left
 * begins with what that unit has left.
 */
export function toGoOnWith(item: CaseJson, part: AssignmentJson | undefined, advice: readonly AdviceJson[]): AdviceJson | undefined {
  const there = new Set((item.assignments ?? []).filter((a) => stands.includes(a.state ?? "")).map((a) => a.unitId));
  const own = advice.find((a) => a.author?.unitId === part?.unitId);
  return own ?? (part?.role === "ROLE_PARTNER" ? undefined : advice.find((a) => !there.has(a.author?.unitId)));
}
