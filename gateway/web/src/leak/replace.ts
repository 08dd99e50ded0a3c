import type { Place } from "./identityCode";

/**
 * replaceIn writes a text over places of a field as if it had been typed, so that undo takes it back; the cursor stays at
 * its words. It tells whether the browser could.
 */
export function replaceIn(field: HTMLTextAreaElement, places: readonly Place[], text: string): boolean {
  let cursor = field.selectionStart;
  field.focus();
  for (const place of fromTheEnd(places)) {
    const { start, end } = text === "" ? emptied(field.value, place) : place;
    field.setSelectionRange(start, end);
    // Deprecated without a successor: nothing else writes into the field's own history.
    const done = typeof document.execCommand === "function" && document.execCommand(text === "" ? "delete" : "insertText", false, text);
    if (!done) return false;
    if (cursor >= end) cursor += text.length - (end - start);
    else if (cursor > start) cursor = start + text.length;
  }
  field.setSelectionRange(cursor, cursor);
  return true;
}

/** replaced answers a text with places written over. */
export function replaced(whole: string, places: readonly Place[], text: string): string {
  let rest = whole;
  for (const place of fromTheEnd(places)) {
    const { start, end } = text === "" ? emptied(rest, place) : place;
    rest = rest.slice(0, start) + text + rest.slice(end);
  }
  return rest;
}

function fromTheEnd(places: readonly Place[]): Place[] {
  return [...places].sort((a, b) => b.start - a.start);
}

/** emptied answers what goes with a place that is removed: brackets that held nothing else, and one of two blanks. */
function emptied(whole: string, { start, end }: Place): Place {
  if (/[([]/.test(whole.charAt(start - 1)) && /[)\]]/.test(whole.charAt(end))) {
    start -= 1;
    end += 1;
  }
  if (/\s/.test(whole.charAt(start - 1)) && /\s|^$/.test(whole.charAt(end))) start -= 1;
  return { start, end };
}
