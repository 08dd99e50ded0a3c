import type { BreakGlassJson } from "../../api/types";

const week = 7 * 24 * 3_600_000;

/** isOpen tells whether the content is still open. */
export function isOpen(glass: BreakGlassJson, now = Date.now()): boolean {
  return !glass.endTime && Date.parse(glass.expireTime ?? "") > now;
}

/** isLate tells whether it has waited for its review for more than a week. */
export function isLate(glass: BreakGlassJson, now = Date.now()): boolean {
  return !glass.finding && Date.parse(glass.createTime ?? "") < now - week;
}
