// The advice as it is being written.

import type { AdviceTextJson } from "../../api/types";
import { textLength } from "../../ui/textLength";

export type Step = { key: string; text: string; who: string; byWhen: string };
export type Draft = { summary: string; steps: Step[]; watch: string; askAgain: string };

export const limits = { summary: 5000, text: 2000, who: 200, byWhen: 100, watch: 2000, askAgain: 2000, steps: 20 } as const;

/** emptyStep answers a step to fill in. */
export function emptyStep(): Step {
  return { key: crypto.randomUUID(), text: "", who: "", byWhen: "" };
}

/** draftOf answers what to edit of a saved advice. */
export function draftOf(text: AdviceTextJson | undefined): Draft {
  return {
    summary: text?.summary ?? "",
    steps: (text?.steps ?? []).map((s) => ({ ...emptyStep(), text: s.text ?? "", who: s.who ?? "", byWhen: s.byWhen ?? "" })),
    watch: text?.watch ?? "",
    askAgain: text?.askAgain ?? "",
  };
}

/** textOf answers what is saved of a draft: steps that nobody filled in are left out. */
export function textOf(draft: Draft): AdviceTextJson {
  const filled = draft.steps.filter((s) => `${s.text}${s.who}${s.byWhen}`.trim() !== "");
  return {
    summary: draft.summary.trim(),
    steps: filled.map((s) => ({ text: s.text.trim(), who: s.who.trim(), byWhen: s.byWhen.trim() })),
    watch: draft.watch.trim(),
    askAgain: draft.askAgain.trim(),
  };
}

/** sameText tells whether two drafts would be saved alike. */
export function sameText(a: Draft, b: Draft): boolean {
  return JSON.stringify(textOf(a)) === JSON.stringify(textOf(b));
}

/** moveStep moves a step by a number of places; beyond the ends it stays. */
export function moveStep(steps: readonly Step[], from: number, by: number): Step[] {
  const to = from + by;
  const moved = [...steps];
  if (to < 0 || to >= steps.length) return moved;
  const [step] = moved.splice(from, 1);
  if (step) moved.splice(to, 0, step);
  return moved;
}

/** insertStep puts a step back into its place. */
export function insertStep(steps: readonly Step[], step: Step, index: number): Step[] {
  return [...steps.slice(0, index), step, ...steps.slice(index)];
}

/** stepFilled tells whether a step has any word in it. */
export function stepFilled(step: Step): boolean {
  return `${step.text}${step.who}${step.byWhen}`.trim() !== "";
}

/** inOrder tells whether a draft may be saved: a summary, a text in each step, nothing too long. */
export function inOrder(draft: Draft): boolean {
  const fits = (text: string, limit: number) => textLength(text) <= limit;
  const said = draft.summary.trim() !== "" && fits(draft.summary, limits.summary);
  const rest = fits(draft.watch, limits.watch) && fits(draft.askAgain, limits.askAgain);
  return (
    said &&
    rest &&
    draft.steps
      .filter(stepFilled)
      .every((s) => s.text.trim() !== "" && fits(s.text, limits.text) && fits(s.who, limits.who) && fits(s.byWhen, limits.byWhen))
  );
}

/** readDraft reads a draft that was kept as text; anything else is undefined. */
export function readDraft(kept: string): Draft | undefined {
  if (kept === "") return undefined;
  try {
    const draft = JSON.parse(kept) as Draft;
    return typeof draft.summary === "string" && Array.isArray(draft.steps) ? draft : undefined;
  } catch {
    return undefined;
  }
}
