import type { CardJson } from "../api/types";
import { useCode } from "../i18n/codes";

/** Lacks tells which permissions a card waits for, or which lock it. */
export function Lacks({ card }: { card: CardJson }) {
  const code = useCode();
  if (card.phase !== "PHASE_AWAITING_PERMISSION" && !card.locked) return null;
  return <div>{(card.lacks ?? []).map(code).join(". ")}</div>;
}
