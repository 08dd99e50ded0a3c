import type { DraftJson, WriterJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";

const soonDays = 14;

/** leavesSoon tells whether a draft is deleted within two weeks unless somebody saves it. */
export function leavesSoon(draft: DraftJson, today = todayInHelsinki()): boolean {
  const last = new Date(`${today}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() + soonDays);
  return draft.expireDate !== undefined && draft.expireDate <= last.toISOString().slice(0, 10);
}

/** leavingFirst puts the drafts that go soon before the others, the next to go first. */
export function leavingFirst(drafts: readonly DraftJson[], today = todayInHelsinki()): DraftJson[] {
  const soon = drafts.filter((d) => leavesSoon(d, today));
  const rest = drafts.filter((d) => !leavesSoon(d, today));
  return [...soon.sort((a, b) => ((a.expireDate ?? "") < (b.expireDate ?? "") ? -1 : 1)), ...rest];
}

/** othersOf answers who else writes a draft. */
export const othersOf = (draft: DraftJson): WriterJson[] => (draft.writers ?? []).filter((w) => !w.me);

/** isFirst tells whether the draft is the person's to delete: they began it, or who did has left the school. */
export const isFirst = (draft: DraftJson): boolean => (draft.writers ?? []).some((w) => w.me && w.first);
