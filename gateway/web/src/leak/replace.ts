import type { Place } from "./identityCode";

/**
 * replaceIn writes a text over places of a field as if it had been typed, so that undo takes it back; the cursor stays at
 * its words. It tells whether the browser could.
 */
export function replaceIn(field: HTMLTextAreaElement, places: readonly Place[], text: string): boolean {
  let cursor = field.selectionStart;
  field.focus();
  for (const { start, end } of [...places].sort((a, b) => b.start - a.start)) {
    const blank = text === "" && /\s/.test(field.value.charAt(start - 1)) && /\s|^$/.test(field.value.charAt(end)) ? 1 : 0;
    field.setSelectionRange(start - blank, end);
    // Deprecated without a successor: nothing else writes into the field's own history.
    const done = typeof document.execCommand === "function" && document.execCommand(text === "" ? "delete" : "insertText", false, text);
    if (!done) return false;
    if (cursor >= end) cursor += text.length - (end - start) - blank;
    else if (cursor > start) cursor = start + text.length - blank;
  }
  field.setSelectionRange(cursor, cursor);
  return true;
}

/** replaced answers a text with places written over. */
export function replaced(whole: string, places: readonly Place[], text: string): string {
  let rest = whole;
  for (const { start, end } of [...places].sort((a, b) => b.start - a.start)) {
    const before = rest.slice(0, start);
    const after = rest.slice(end);
    rest = text === "" && before.endsWith(" ") && /^(\s|$)/.test(after) ? before.slice(0, -1) + after : before + text + after;
  }
  return rest;
}
