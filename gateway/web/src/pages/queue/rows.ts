// What a queue shows: those that wait, and beside them those that the person has just acted on, each in its old place.

import type { AssignmentJson } from "../../api/types";

/** Mark is what has become of a row under the person's hands. */
export type Mark =
  | { kind: "claiming" }
  /** The person's own now; undo until the time is up. */
  | { kind: "claimed"; etag: string; undo: boolean; undoing?: boolean }
  /** Another was faster. */
  | { kind: "lost"; holder: string; since?: string }
  /** Undone: it waits again, and its button gets the focus back. */
  | { kind: "back" }
  /** No longer waiting, and the person's focus was on it. */
  | { kind: "gone" };

/** Marked is a mark with the row as it was and its place in the list. */
export type Marked = { assignment: AssignmentJson; index: number; mark: Mark };

export type Row = { assignment: AssignmentJson; mark?: Mark };

/** placeRows puts the marked rows that no longer wait back into their places among those that do. */
export function placeRows(waiting: readonly AssignmentJson[], marked: ReadonlyMap<string, Marked>): Row[] {
  const present = new Set(waiting.map((a) => a.id));
  const rows: Row[] = waiting.map((assignment) => {
    const known = marked.get(assignment.id ?? "");
    return known?.mark.kind === "gone" ? { assignment } : { assignment, mark: known?.mark };
  });
  const away = [...marked.values()].filter((m) => m.mark.kind !== "back" && !present.has(m.assignment.id));
  away.sort((a, b) => a.index - b.index);
  for (const { assignment, index, mark } of away) rows.splice(Math.min(index, rows.length), 0, { assignment, mark });
  return rows;
}
