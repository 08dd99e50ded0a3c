// The codes of rules, and what they are called on the screen. In rules they stand without the prefix of their kind.

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { unitsQuery } from "../../api/queries";
import type { RuleJson, RuleWhenJson } from "../../api/types";
import { ownName, useCode } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";
import { abouts, areas, forms, urgencies } from "../../i18n/facts";
import { needs } from "../../i18n/needs";

export type Kind = keyof RuleWhenJson;

const short = (codes: readonly string[]) => codes.map((c) => c.slice(c.indexOf("_") + 1));

/** conditions are the kinds of facts in the order of the table, with the prefix of their codes and all of these. */
export const conditions: readonly { kind: Kind; prefix: string; codes: readonly string[] }[] = [
  { kind: "needs", prefix: "NEED_", codes: short(needs) },
  { kind: "areas", prefix: "AREA_", codes: [...short(areas), "ALAND", "UNKNOWN"] },
  { kind: "languages", prefix: "LANGUAGE_", codes: ["fi", "sv"] },
  { kind: "levels", prefix: "LEVEL_", codes: ["PRE_PRIMARY", "BASIC"] },
  { kind: "about", prefix: "ABOUT_", codes: short(abouts) },
  { kind: "urgencies", prefix: "URGENCY_", codes: short(urgencies) },
  { kind: "permissions", prefix: "PERMISSIONS_", codes: ["NONE", "CONSENT", "AUTHORISATION", "BOTH"] },
  { kind: "forms", prefix: "FORM_", codes: [...short(forms), "NONE"] },
];

/** holdsAlways tells whether a rule has no condition. */
export const holdsAlways = (when: RuleWhenJson | undefined) => conditions.every(({ kind }) => (when?.[kind] ?? []).length === 0);

export const actors = ["ELMERI", "VALTERI", "HOSPITAL_TEACHING", "STATE_SCHOOL_HOME"] as const;

export const coordination = "COORDINATION";

/** findingKinds are the kinds of findings that have words. */
export const findingKinds = ["SIZE", "BAD_ID", "UNKNOWN_CODE", "UNKNOWN_PARTY", "WEIGHT_RANGE", "MISSING_TEXT", "LONG_TEXT", "DUPLICATE", "UNREACHABLE", "GAP", "TIE", "CLOSED", "NO_LEADS", "NO_LANGUAGE", "NO_UNIT"] as const;

/** useRuleWords answers functions that say codes, parties and conditions of rules. */
export function useRuleWords() {
  const { t } = useTranslation("rules");
  const code = useCode();
  const language = useLanguage();
  const units = useQuery(unitsQuery).data?.units ?? [];
  const fact = (prefix: string, c: string) => (c === "UNKNOWN" ? t("unknownArea") : code((prefix + c).toUpperCase()));
  function party(p: string | undefined): string {
    if (p === coordination) return t("coordination");
    const unit = units.find((u) => u.id === p);
    return unit ? ownName(unit, language) : code(`ACTOR_${p ?? ""}`);
  }
  const when = (w: RuleWhenJson | undefined): string =>
    conditions
      .filter(({ kind }) => (w?.[kind] ?? []).length > 0)
      .map(({ kind, prefix }) => `${t(kind)}: ${(w?.[kind] ?? []).map((c) => fact(prefix, c)).join(", ")}`)
      .join("; ") || t("always");
  return {
    units,
    fact,
    party,
    when,
    whole: (r: RuleJson): string =>
      [when(r.when), `${t("leader")}: ${party(r.lead)}`, (r.partners ?? []).map(party).join(", "), `${t("weight")} ${r.weight}`, r.reasonFi, r.reasonSv, r.reasonEn]
        .filter(Boolean)
        .join(" · "),
    reason: (r: RuleJson): string => (language === "sv" ? r.reasonSv : language === "en" ? r.reasonEn : undefined) || r.reasonFi || "",
  };
}
