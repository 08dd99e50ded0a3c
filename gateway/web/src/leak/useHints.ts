import { useEffect, useState } from "react";
import { hintsOf, keyOf, type Hint } from "./hints";
import type { Answered } from "./useAnswered";
import { useKept, useWriter } from "./writer";

/** The guard looks once the writer pauses. */
const pause = 400;

/**
 * useHints answers the hints of a text that are not meant to stay, a pause after the last key. Whoever comes back to mend a text
 * finds what is wrong in it. What was looked at when it was to be sent waits for no pause.
 */
export function useHints(text: string, answered?: Answered): readonly Hint[] {
  const writer = useWriter();
  const kept = useKept();
  const [hints, setHints] = useState<readonly Hint[]>([]);
  useEffect(() => {
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
