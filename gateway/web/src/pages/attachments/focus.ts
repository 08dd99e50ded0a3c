/** filesId is the part of a page with the files of its case. */
export const filesId = "attachments";

/** focusFiles gives the focus to the files when the row that had it has gone. */
export function focusFiles(): void {
  document.getElementById(filesId)?.focus();
}
