import { useTranslation } from "react-i18next";
import type { EntryJson } from "../../api/types";
import { ownName, schoolName, unitName, useCode } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";

/** useEntryWords answers how an entry of the audit is told in words. A code that has none yet stands as it is. */
export function useEntryWords() {
  const { t, i18n } = useTranslation("audit");
  const code = useCode();
  const language = useLanguage();
  const word = (key: string, otherwise: string) => (i18n.exists(`audit:${key}`) ? t(key as never) : otherwise) as string;
  const texts = (e: EntryJson) =>
    (e.whatCode ?? "")
      .split(" ")
      .filter((what) => what !== "")
      .map((what) => word(`text.${what}`, what))
      .join(", ");
  return {
    texts,
    who: (e: EntryJson) => e.personName || (e.personId ? t("gone") : t("clock")),
    /** Role, and unit or school. */
    as: (e: EntryJson) => [code(e.role), unitName(e, language) || schoolName(e, language)].filter((part) => part !== "").join(", "),
    what: (e: EntryJson) => {
      const action = e.actionCode ?? "";
      const said = word(`action.${action}_${(e.whatCode ?? "").split(" ")[0] ?? ""}`, word(`action.${action}`, action));
      if (e.outcome === "OUTCOME_DENIED" || !e.whatCode) return said;
      if (action === "READ_CASE") return t("read", { what: texts(e) });
      return action === "DISCLOSE" ? t("disclosed", { what: texts(e) }) : said;
    },
    outcome: (e: EntryJson) => code(e.kind === "ENTRY_KIND_BREAK_GLASS" && e.outcome === "OUTCOME_DONE" ? e.kind : e.outcome),
    reason: (e: EntryJson) => (e.outcome === "OUTCOME_DENIED" && e.reasonCode ? word(`reason.${e.reasonCode}`, e.reasonCode) : ""),
    basis: (e: EntryJson) => (e.basisCode ? word(`basis.${e.basisCode}`, e.basisCode) : ""),
    /** Unit, school or person; a text that was disclosed to neither went to coordination. */
    to: (e: EntryJson) =>
      ownName({ nameFi: e.toNameFi, nameSv: e.toNameSv }, language) || (e.toPersonName ?? (e.actionCode === "DISCLOSE" ? t("coordination") : "")),
  };
}
