/** soon is how many milliseconds before the end the person is told of it. */
export const soon = 5 * 60_000;

/** timeLeft answers milliseconds as minutes and seconds: "59:08". */
export function timeLeft(millis: number): string {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
