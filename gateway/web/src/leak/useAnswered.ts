// Some texts go to people who do not read the case: what could tell who is meant is answered before they go.

import i18next from "i18next";
import { useEffect, useRef, useState } from "react";
import { needTexts } from "../i18n";
import { hintsOf, keyOf, type Hint } from "./hints";
import { useKept, useWriter } from "./writer";

/** Looked is what the guard found in texts when they were last to be sent, by the text. */
export type Looked = ReadonlyMap<string, readonly Hint[]>;

export type Answered = {
  looked: Looked;
  /** Begins the names under which it is remembered what is meant to stay. */
  scope: string;
  /** Whether the guard is looking: a press meanwhile does nothing. */
  busy: boolean;
  /** What to do about a text that was held and has not changed since, or an empty text. */
  error: (text: string) => string;
  /** Sends once every hint of the texts is answered. They are looked at anew: what was typed just before counts, too. */
  ask: (texts: readonly string[], send: () => void) => void;
};

/**
 * useAnswered holds what is to be sent while a hint of it is neither taken nor meant to stay. A code does not hold it: the service
 * refuses that. Nor does a guard that could not be loaded. What is meant to stay among those who read the case is asked about anew for
 * others; an empty scope: who reads this reads those texts, too.
 */
export function useAnswered(scope = "outside "): Answered {
  const writer = useWriter();
  const kept = useKept();
  const [looked, setLooked] = useState<Looked>(new Map());
  const [busy, setBusy] = useState(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const waits = (hint: Hint) => hint.kind !== "IDENTITY_CODE" && !kept.has(scope + keyOf(hint));

  async function ask(texts: readonly string[], send: () => void): Promise<void> {
    if (busy) return;
    setBusy(true);
    // The texts of the guard come with it, no sooner: most who write are never told anything.
    const look = async () => (await Promise.all([Promise.all(texts.map((text) => hintsOf(text, writer))), needTexts("leak")]))[0];
    const found = await look().catch(() => texts.map((): Hint[] => []));
    if (!here.current) return; // left meanwhile: nothing goes
    setBusy(false);
    if (found.flat().some(waits)) setLooked(new Map(texts.map((text, i) => [text, found[i] ?? []])));
    else send();
  }

  return {
    looked,
    scope,
    busy,
    error: (text) => ((looked.get(text) ?? []).some(waits) ? i18next.t("leak:answer") : ""),
    ask: (texts, send) => void ask(texts, send),
  };
}
