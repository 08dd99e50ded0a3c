import { useEffect, useRef, useState } from "react";
import type { AssignmentJson } from "../../api/types";
import type { Marked } from "./rows";

const shownMillis = 10_000;

/** rowId names the place in a row that may hold the focus. */
export const rowId = (id: string | undefined) => `row-${id}`;

/**
 * useTaken answers the rows that somebody else has taken under the person's eyes, each in its old place with who it was. It goes
 * after a while, but not under the focus. view names what is looked at, as in useChangesSpoken; own are the person's.
 */
export function useTaken(view: string, waiting: readonly AssignmentJson[], taken: readonly AssignmentJson[], own: ReadonlySet<string>) {
  const seen = useRef<{ view?: string; waiting: readonly AssignmentJson[] }>({ waiting: [] });
  const [rows, setRows] = useState<ReadonlyMap<string, Marked>>(new Map());
  useEffect(() => {
    const before = seen.current;
    seen.current = { view, waiting };
    if (before.view !== view) return;
    const present = new Set(waiting.map((a) => a.id));
    const lost = before.waiting.flatMap((assignment, index): [string, Marked][] => {
      const by = taken.find((a) => a.id === assignment.id);
      const id = assignment.id ?? "";
      if (!by || present.has(id) || own.has(id)) return [];
      return [[id, { assignment, index, mark: { kind: "lost", holder: by.holderName ?? "", since: by.updateTime } }]];
    });
    setRows((all) => new Map([...[...all].filter(([id]) => !present.has(id)), ...lost]));
    const forget = ([id, row]: [string, Marked]) => {
      setTimeout(() => {
        if (document.getElementById(rowId(id))?.contains(document.activeElement)) forget([id, row]);
        else setRows((all) => new Map([...all].filter(([, known]) => known !== row)));
      }, shownMillis);
    };
    lost.forEach(forget);
  }, [view, waiting, taken, own]);
  return rows;
}
