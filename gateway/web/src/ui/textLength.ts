/** textLength counts characters as the service does: a letter beyond the first plane is one. */
export function textLength(text: string): number {
  return [...text].length;
}
