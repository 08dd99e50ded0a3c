import type { AssignmentJson, HandOverJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";

/** useOfferWords answers how a hand-over is named: its part, who offers it, to whom, and the last day on which it is open. */
export function useOfferWords() {
  const code = useCode();
  const { date, language } = useFormatting();
  const part = (of: HandOverJson | AssignmentJson) => code(of.role === "ROLE_PARTNER" ? "PART_PARTNER" : "PART_LEAD");
  const from = (h: HandOverJson) =>
    [h.fromName, unitName({ unitNameFi: h.fromUnitNameFi, unitNameSv: h.fromUnitNameSv }, language)].filter(Boolean).join(", ");
  const to = (h: HandOverJson) => h.toName || unitName({ unitNameFi: h.toUnitNameFi, unitNameSv: h.toUnitNameSv }, language);
  const until = (h: HandOverJson) => h.until && date(new Date(Date.parse(h.until) - 1).toISOString()); // it ends with its day
  return { part, from, to, until };
}
