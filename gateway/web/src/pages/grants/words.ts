import { useTranslation } from "react-i18next";
import type { KeptGrantJson } from "../../api/types";
import { providerName, unitName, useCode } from "../../i18n/codes";
import { typedDate, useLanguage } from "../../i18n/formatting";

/** useGrantWords answers how a grant is told in words. */
export function useGrantWords() {
  const { t } = useTranslation("grants");
  const code = useCode();
  const language = useLanguage();
  const scope = (g: KeptGrantJson) =>
    unitName(g, language) || providerName(g, language) || code(g.area) || t("national");
  return {
    /** Whose it is, or whom it is meant for. */
    name: (g: KeptGrantJson) => g.personName || g.invited || t("somebody"),
    scope,
    roleAndScope: (g: KeptGrantJson) => `${code(g.role)}, ${scope(g)}`,
    /** Days without their weekdays: the table is narrow. */
    time: (g: KeptGrantJson) => {
      const from = g.fromDate ? typedDate(g.fromDate) : "";
      if (g.toDate) return t("fromTo", { from, to: typedDate(g.toDate) });
      return from === "" ? "" : t("from", { from });
    },
  };
}
