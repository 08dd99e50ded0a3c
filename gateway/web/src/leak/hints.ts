import type { Kind, Writer } from "./finding";

/** Hint is one finding as the writer sees it: all places where a text says the same. */
export type Hint = { kind: Kind; said: string; suggestion: string; places: { start: number; end: number }[] };

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
