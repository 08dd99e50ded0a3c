import { useTranslation } from "react-i18next";
import type { KeptGrantJson } from "../../api/types";
import { providerName, unitName, useCode } from "../../i18n/codes";
import { todayInHelsinki, typedDate, useFormatting, useLanguage } from "../../i18n/formatting";

/** useGrantWords answers how a grant is told in words. */
export function useGrantWords() {
  const { t } = useTranslation("grants");
  const code = useCode();
  const language = useLanguage();
  const { dateTime } = useFormatting();
  const scope = (g: KeptGrantJson) =>
    unitName(g, language) || providerName(g, language) || code(g.area) || t("national");
  return {
    /** Whose it is, or whom it is meant for. */
    name: (g: KeptGrantJson) => g.personName || g.invited || t("somebody"),
    scope,
    roleAndScope: (g: KeptGrantJson) => `${code(g.role)}, ${scope(g)}`,
    /** What is to be known of an invitation before it is confirmed: the name in it, where somebody has come, its maker, its end. */
    invitation: (g: KeptGrantJson): string[] => {
      if (g.state !== "GRANT_STATE_WAITS" && g.state !== "GRANT_STATE_INVITED") return [];
      const date = g.createTime ? typedDate(todayInHelsinki(new Date(g.createTime))) : "";
      return [
        g.personName && g.invited ? t("invited", { name: g.invited }) : "",
        g.inviterName ? t("invitedBy", { name: g.inviterName, date }) : date && t("invitedOn", { date }),
        g.expireTime ? t("linkUntil", { when: dateTime(g.expireTime) }) : "",
      ].filter((line) => line !== "");
    },
    /** Days without their weekdays: the table is narrow. */
    time: (g: KeptGrantJson) => {
      const from = g.fromDate ? typedDate(g.fromDate) : "";
      if (g.toDate) return t("fromTo", { from, to: typedDate(g.toDate) });
      return from === "" ? "" : t("from", { from });
    },
  };
}
