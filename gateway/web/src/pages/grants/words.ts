import { useTranslation } from "react-i18next";
import type { KeptGrantJson } from "../../api/types";
import { providerName, unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";

/** useGrantWords answers how a grant is told in words. */
export function useGrantWords() {
  const { t } = useTranslation("grants");
  const code = useCode();
  const { language, date } = useFormatting();
  const scope = (g: KeptGrantJson) =>
    unitName(g, language) || providerName(g, language) || code(g.area) || t("national");
  return {
    /** Whose it is, or whom it is meant for. */
    name: (g: KeptGrantJson) => g.personName || g.invited || t("somebody"),
    scope,
    roleAndScope: (g: KeptGrantJson) => `${code(g.role)}, ${scope(g)}`,
    time: (g: KeptGrantJson) =>
      g.toDate ? t("fromTo", { from: date(g.fromDate), to: date(g.toDate) }) : g.fromDate ? t("from", { from: date(g.fromDate) }) : "",
  };
}
