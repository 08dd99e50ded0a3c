import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { adviceQuery, questionsQuery } from "../case/queries";
import { factsOf, noteOf } from "./note";

type Skeleton = { text: string | undefined; error: unknown; retry: () => void };

/** useSkeleton writes how a hand-over's note begins, in the language of the screen; no text while the case is not read whole. */
export function useSkeleton(item: CaseJson, assignment: AssignmentJson): Skeleton {
  const { t } = useTranslation("parts");
  const code = useCode();
  const { date, language } = useFormatting();
  const questions = useQuery(questionsQuery(item.id ?? ""));
  const advice = useQuery({ ...adviceQuery(item.id ?? "", item.etag), placeholderData: keepPreviousData });
  const failed = [questions, advice].filter((q) => q.error && !q.data);
  const retry = () => failed.forEach((q) => void q.refetch());
  if (!questions.data || !advice.data) return { text: undefined, error: failed[0]?.error, retry };
  const facts = factsOf(item, assignment.unitId ?? "", questions.data.questions ?? [], advice.data.advice ?? [], (of) => unitName(of, language));
  const text = noteOf(facts, (key, values = {}) => t(`skeleton.${key}` as "skeleton.nothing", { ...values }), code, date);
  return { text, error: undefined, retry };
}
