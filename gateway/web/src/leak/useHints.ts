import { useEffect, useRef, useState } from "react";
import type { Kind, Writer } from "./finding";
import type { Answered } from "./useAnswered";
import { useKept, useWriter } from "./writer";

/** Hint is one finding as the writer sees it: all places where a text says the same. */
export type Hint = { kind: Kind; said: string; suggestion: string; places: { start: number; end: number }[] };

/** The guard looks once the writer pauses. */
const pause = 400;

/** keyOf names a hint for remembering that it is meant to stay. */
export function keyOf(hint: Pick<Hint, "kind" | "said">): string {
  return `${hint.kind} ${hint.said.toLowerCase()}`;
}

/** hintsOf answers the hints of a text, first what hinders sending. The guard is loaded when it is first asked. */
export async function hintsOf(text: string, writer: Writer): Promise<Hint[]> {
  const { find } = await import("./find");
  const hints = new Map<string, Hint>();
  for (const { kind, start, end, suggestion } of find(text, writer)) {
    // A code is removed whichever it is; a name is replaced by its case form.
    const said = kind === "IDENTITY_CODE" ? "" : text.slice(start, end);
    const key = `${kind} ${said}`;
    const hint = hints.get(key) ?? { kind, said, suggestion, places: [] };
    hint.places.push({ start, end });
    hints.set(key, hint);
  }
  const hinders = ({ kind }: Hint) => Number(kind === "IDENTITY_CODE");
  return [...hints.values()].sort((a, b) => hinders(b) - hinders(a));
}

/**
 * useHints answers the hints of a text that are not meant to stay, a pause after the last key. It begins where there is a
 * text: until then the page needs no guard. Whoever comes back to mend a text finds what is wrong in it. What was looked at when it
 * was to be sent waits for no pause.
 */
export function useHints(text: string, answered?: Answered): readonly Hint[] {
  const writer = useWriter();
  const kept = useKept();
  const [hints, setHints] = useState<readonly Hint[]>([]);
  const empty = useRef(true);
  useEffect(() => {
    if (empty.current && text === "") return;
    empty.current = false;
    let current = true;
    const timer = setTimeout(() => {
      void hintsOf(text, writer).then(
        (found) => current && setHints(found),
        () => undefined, // the guard could not be loaded: the service looks once more
      );
    }, pause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, writer]);
  const scope = answered?.scope ?? "";
  return (answered?.looked.get(text) ?? hints).filter((hint) => !kept.has(scope + keyOf(hint)));
}
