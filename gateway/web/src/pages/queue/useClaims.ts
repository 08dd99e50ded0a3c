import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem } from "../../api/client";
import { useIntents } from "../../api/intent";
import { keys } from "../../api/queries";
import type { AssignmentJson } from "../../api/types";
import { announce } from "../../ui/announce";
import { useFormatting } from "../../i18n/formatting";
import type { Mark, Marked } from "./rows";

const undoMillis = 10_000;

export type Claims = {
  marked: ReadonlyMap<string, Marked>;
  /** The rows that the person has acted on, undone ones too. */
  touched: ReadonlySet<string>;
  /** A failure that belongs to no row. */
  error: unknown;
  claim: (assignment: AssignmentJson, index: number) => Promise<void>;
  undo: (assignment: AssignmentJson) => Promise<void>;
};

/** undoButtonId names the button by which a claim is undone. */
export const undoButtonId = (id: string | undefined) => `undo-${id}`;

/** useClaims takes cases from a queue. One winner: the loser's row tells who was faster, and nothing else changes. */
export function useClaims(unitId: string): Claims {
  const { t } = useTranslation("queue");
  const { moment } = useFormatting();
  const client = useQueryClient();
  const intentOf = useIntents();
  const [marked, setMarked] = useState<ReadonlyMap<string, Marked>>(new Map());
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<unknown>();
  const undoTimers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  function mark(assignment: AssignmentJson, change: (was: Marked | undefined) => Marked | undefined): void {
    const id = assignment.id ?? "";
    setMarked((all) => {
      const next = new Map(all);
      const now = change(all.get(id));
      if (now) next.set(id, now);
      else next.delete(id);
      return next;
    });
  }

  /** change keeps the key of a call whose answer was lost: the same press again must not meet its own success. */
  async function change(assignment: AssignmentJson, verb: string, etag: string | undefined): Promise<AssignmentJson> {
    const path = `/v1/assignments/${assignment.id}:${verb}`;
    const intent = intentOf(path);
    try {
      const changed = await api.post<AssignmentJson>(path, {}, { etag, idempotencyKey: intent.keyFor(etag) });
      intent.done();
      return changed;
    } catch (problem) {
      if (isProblem(problem) && !problem.passing) intent.done();
      throw problem;
    }
  }

  async function refresh(): Promise<void> {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.queue(unitId) }),
      client.invalidateQueries({ queryKey: keys.cases }),
    ]);
  }

  function endUndo(assignment: AssignmentJson): void {
    const id = assignment.id ?? "";
    clearTimeout(undoTimers.current.get(id)); // of an earlier claim, undone since
    const timer = setTimeout(() => {
      // From a button that goes the focus moves to the text beside it.
      const button = document.getElementById(undoButtonId(assignment.id));
      if (document.activeElement === button) button?.parentElement?.querySelector<HTMLElement>("[tabindex]")?.focus();
      mark(assignment, (was) => (was?.mark.kind === "claimed" ? { ...was, mark: { ...was.mark, undo: false } } : was));
    }, undoMillis);
    undoTimers.current.set(id, timer);
  }

  async function claim(assignment: AssignmentJson, index: number): Promise<void> {
    setError(undefined);
    setTouched((all) => new Set(all).add(assignment.id ?? ""));
    const as = (now: Mark) => mark(assignment, () => ({ assignment, index, mark: now }));
    as({ kind: "claiming" });
    try {
      const held = await change(assignment, "claim", assignment.etag);
      as({ kind: "claimed", etag: held.etag ?? "", undo: true });
      announce(t("claim.said", { number: assignment.card?.number ?? "" }));
      endUndo(assignment);
    } catch (problem) {
      if (isProblem(problem, "ASSIGNMENT_HELD")) {
        as({ kind: "lost", holder: problem.holder ?? "", since: problem.since });
        announce(t("claim.lost", { name: problem.holder ?? "", clock: moment(problem.since) }));
      } else {
        mark(assignment, () => undefined);
        setError(problem);
      }
    }
    await refresh();
  }

  async function undo(assignment: AssignmentJson): Promise<void> {
    const held = marked.get(assignment.id ?? "")?.mark;
    if (held?.kind !== "claimed") return;
    setError(undefined);
    const undoing = (now: boolean) => mark(assignment, (was) => (was?.mark.kind === "claimed" ? { ...was, mark: { ...was.mark, undoing: now } } : was));
    undoing(true);
    try {
      await change(assignment, "release", held.etag);
      await refresh();
      mark(assignment, (was) => was && { ...was, mark: { kind: "back" } });
      announce(t("claim.undone", { number: assignment.card?.number ?? "" }));
    } catch (problem) {
      undoing(false);
      setError(problem);
      await refresh();
    }
  }

  return { marked, touched, error, claim, undo };
}
