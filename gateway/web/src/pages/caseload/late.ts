import type { ClockJson } from "../../api/types";

const dayMillis = 24 * 60 * 60 * 1000;

/** daysLate answers for how many days a target has been missed on a calendar date; 0: it is not. */
export function daysLate(clock: ClockJson | undefined, today: string): number {
  if (!clock?.dueDate) return 0;
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(clock.dueDate)) / dayMillis));
}
