import type { AssignmentJson, HandOverJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";

/** useOfferWords answers how a hand-over is named: its part, who offers it, and to whom. */
export function useOfferWords() {
  const code = useCode();
  const language = useLanguage();
  const part = (of: HandOverJson | AssignmentJson) => code(of.role === "ROLE_PARTNER" ? "PART_PARTNER" : "PART_LEAD");
  const from = (h: HandOverJson) =>
    [h.fromName, unitName({ unitNameFi: h.fromUnitNameFi, unitNameSv: h.fromUnitNameSv }, language)].filter(Boolean).join(", ");
  const to = (h: HandOverJson) => h.toName || unitName({ unitNameFi: h.toUnitNameFi, unitNameSv: h.toUnitNameSv }, language);
  return { part, from, to };
}
