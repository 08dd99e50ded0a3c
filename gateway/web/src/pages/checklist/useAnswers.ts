import { useState } from "react";
import { needs } from "../../i18n/needs";
import { keepText, keptText } from "../../ui/keptText";
import { allSteps, noAnswers, version, type Answers, type Said } from "./content";

const name = "checklist";

/** read takes from what was kept only what this version of the checklist can have kept. */
export function read(kept: string): Answers {
  try {
    const found = JSON.parse(kept) as { version?: number } & Partial<Answers>;
    if (found.version !== version) return noAnswers;
    const said = Object.entries(found.said ?? {}).filter(([id, s]) => allSteps.some((step) => step.id === id) && (s === "yes" || s === "no"));
    return { group: found.group === true, needs: needs.filter((n) => found.needs?.includes(n)), said: Object.fromEntries(said) as Record<string, Said> };
  } catch {
    return noAnswers;
  }
}

/** useAnswers answers a checklist as this tab has it, and changes it. A sign-out forgets it. */
export function useAnswers(): [Answers, (answers: Answers) => void] {
  const [answers, set] = useState(() => read(keptText(name)));
  const change = (next: Answers) => {
    set(next);
    keepText(name, next === noAnswers ? "" : JSON.stringify({ version, ...next }));
  };
  return [answers, change];
}
