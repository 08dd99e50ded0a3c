import { useTranslation } from "react-i18next";

/** useCode answers a function that gives the text of a code such as NEED_AUTISM, in the language of the screen. */
export function useCode(): (code: string | undefined) => string {
  const { t } = useTranslation("codes");
  return (code) => (!code || code.endsWith("_UNSPECIFIED") ? "" : t(code as never));
}

type Named = Partial<Record<"unitNameFi" | "unitNameSv" | "schoolNameFi" | "schoolNameSv", string>>;

/** unitName answers the name of a unit: Swedish on a Swedish screen, Finnish otherwise. */
export function unitName(named: Named | undefined, language: string): string {
  return pick(named?.unitNameFi, named?.unitNameSv, language);
}

/** schoolName answers the name of a school: Swedish on a Swedish screen, Finnish otherwise. */
export function schoolName(named: Named | undefined, language: string): string {
  return pick(named?.schoolNameFi, named?.schoolNameSv, language);
}

function pick(fi: string | undefined, sv: string | undefined, language: string): string {
  return (language === "sv" ? sv || fi : fi || sv) ?? "";
}
