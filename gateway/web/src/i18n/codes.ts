import { useTranslation } from "react-i18next";
import type { GrantJson } from "../api/types";
import { useLanguage } from "./formatting";

/** useCode answers a function that gives the text of a code such as NEED_AUTISM, in the language of the screen. */
export function useCode(): (code: string | undefined) => string {
  const { t } = useTranslation("codes");
  return (code) => (!code || code.endsWith("_UNSPECIFIED") ? "" : t(code as never));
}

/** useGrantName answers a function that names a grant of a person: its role, and where it holds. */
export function useGrantName(): (grant: GrantJson) => string {
  const code = useCode();
  const language = useLanguage();
  return (g) => {
    const scope = schoolName(g, language) || unitName(g, language) || code(g.area) || code(g.actor);
    return [code(g.role), scope].filter((part) => part !== "").join(", ");
  };
}

/**
 * useRuleSetName answers a function that names a version of the rules for people: shipped-1 as those that Vaatu began with, rules-2
 * and later by their number. Of any other the version is the name.
 */
export function useRuleSetName(): (version: string | undefined) => string {
  const { t } = useTranslation();
  return (version = "") => {
    if (version === "shipped-1") return t("ruleSet.original");
    const n = /^rules-(\d+)$/.exec(version)?.[1];
    return n ? t("ruleSet.later", { n }) : version;
  };
}

type Named = Partial<Record<`${"unitName" | "schoolName" | "providerName" | "name"}${"Fi" | "Sv"}`, string>>;

/** unitName answers the name of a unit: Swedish on a Swedish screen, Finnish otherwise. */
export function unitName(named: Named | undefined, language: string): string {
  return pick(named?.unitNameFi, named?.unitNameSv, language);
}

/** schoolName answers the name of a school: Swedish on a Swedish screen, Finnish otherwise. */
export function schoolName(named: Named | undefined, language: string): string {
  return pick(named?.schoolNameFi, named?.schoolNameSv, language);
}

/** providerName answers the name of an education provider: Swedish on a Swedish screen, Finnish otherwise. */
export function providerName(named: Named | undefined, language: string): string {
  return pick(named?.providerNameFi, named?.providerNameSv, language);
}

/** ownName answers the name of what carries it itself: Swedish on a Swedish screen, Finnish otherwise. */
export function ownName(named: Named | undefined, language: string): string {
  return pick(named?.nameFi, named?.nameSv, language);
}

function pick(fi: string | undefined, sv: string | undefined, language: string): string {
  return (language === "sv" ? sv || fi : fi || sv) ?? "";
}
