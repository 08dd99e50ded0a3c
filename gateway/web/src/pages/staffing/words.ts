import { useTranslation } from "react-i18next";
import type { CandidateJson, ExpertJson, PlanRunnerUpJson, UnplacedAssignmentJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";

const loads = ["FIT_CODE_WITHIN_LIMIT", "FIT_CODE_OVER_LIMIT"];

/** useFitWords answers functions that say in words what speaks for a candidate and against, and why a case has no place. */
export function useFitWords() {
  const { t } = useTranslation("staffing");
  const { date, number } = useFormatting();
  /** Loads are in tenths of an ordinary case. */
  const cases = (tenths = 0) => number(tenths / 10);

  function reasons(candidate: CandidateJson): string[] {
    const said = (candidate.reasons ?? []).flatMap(({ code, against, value = 0, of = 0, date: day }) => {
      if (code === undefined || code === "FIT_CODE_UNSPECIFIED") return [];
      if (code === "FIT_CODE_COMPETENCE" && !candidate.told) return []; // what follows says that it is not known
      if (code === "FIT_CODE_OTHER_AREA" && against) return [t("fit.against", { what: t("fit.farVisit") })];
      const figure = loads.includes(code) ? cases : number;
      const what = t(`fit.${code}`, { value: figure(value), of: figure(of), date: date(day) });
      return [against ? t("fit.against", { what }) : what];
    });
    if (candidate.refusal) said.push(refused(candidate));
    else if (!candidate.told) said.push(t("fit.against", { what: t("fit.notTold") }));
    return said;
  }

  function refused({ refusal }: CandidateJson): string {
    if (refusal === undefined || refusal === "FIT_REFUSAL_UNSPECIFIED") return "";
    return t("fit.refused", { what: t(`refusal.${refusal}`) });
  }

  /** option names a candidate in a list: who suits best, who would not be proposed, and whom it would be too much for. */
  function option(candidate: CandidateJson, name: string, best: boolean): string {
    const what = refused(candidate) || (candidate.overLimit ? t("fit.over") : best ? t("fit.best") : "");
    return what === "" ? name : t("fit.option", { name, what });
  }

  function runnerUp(next: PlanRunnerUpJson | undefined): string {
    if (!next) return t("plan.runnerUp.none");
    const how = next.lessEven && next.further ? "both" : next.lessEven ? "lessEven" : next.further ? "further" : "same";
    return t(`plan.runnerUp.${how}`, { name: next.name });
  }

  function why({ why: reason }: UnplacedAssignmentJson): string {
    return reason === undefined || reason === "FIT_REFUSAL_UNSPECIFIED" ? "" : t(`why.${reason}`);
  }

  return { cases, reasons, option, runnerUp, why };
}

/** useExpertWords answers functions that say in words what is known of an expert, and how much they take. */
export function useExpertWords() {
  const { t } = useTranslation("staffing");
  const code = useCode();
  const needs = (e: ExpertJson) => (e.told ? (e.needs ?? []).map((n) => code(n)).join(", ") : t("notTold"));
  const languages = (e: ExpertJson) => (e.languages ?? []).map((l) => code(`LANGUAGE_${l.toUpperCase()}`)).join(", ");
  const hours = (e: ExpertJson) => t("hours", { n: e.weeklyHours ?? 0, count: e.mostCases ?? 0 });
  const known = (e: ExpertJson) => [needs(e), languages(e), code(e.area), hours(e)].join("; ");
  return { needs, languages, hours, known };
}
