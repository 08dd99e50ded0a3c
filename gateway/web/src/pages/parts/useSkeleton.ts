import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { adviceQuery, questionsQuery } from "../case/queries";
import { factsOf, noteOf } from "./note";

/** useSkeleton writes how a hand-over's note begins, in the language of the screen; undefined while the case is being read. */
export function useSkeleton(item: CaseJson, assignment: AssignmentJson): string | undefined {
  const { t } = useTranslation("parts");
  const code = useCode();
  const { date, language } = useFormatting();
  const questions = useQuery(questionsQuery(item.id ?? ""));
  const advice = useQuery(adviceQuery(item.id ?? "", item.etag));
  if (questions.isLoading || advice.isLoading) return undefined;
  const facts = factsOf(item, assignment.unitId ?? "", questions.data?.questions ?? [], advice.data?.advice ?? [], (of) => unitName(of, language));
  return noteOf(facts, (key, values = {}) => t(`skeleton.${key}` as "skeleton.nothing", { ...values }), code, date);
}
