import { createContext, useContext } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { RequestJson } from "../../api/types";
import { excess, textFields, unanswered, type QuestionId } from "./answers";
import { useSaveState } from "./useDraft";

/** ErrorsShown tells whether the writer has asked for the check: before it nobody is corrected. */
export const ErrorsShown = createContext(false);

/** errorText answers what is wrong with an answer, or nothing. */
export function errorText(t: TFunction<"form">, id: QuestionId, request: RequestJson): string | undefined {
  const field = textFields.find((f) => f === id);
  const over = field ? excess(field, request[field]) : 0;
  if (over > 0) return t("error.tooLong", { count: over });
  if (!unanswered(request).some((q) => q.id === id)) return undefined;
  return t(`error.${id}`);
}

/** useError answers the error of a question: a missing answer only after the check, a text too long at once. */
export function useError(id: QuestionId): string | undefined {
  const { t } = useTranslation("form");
  const shown = useContext(ErrorsShown);
  return useSaveState(({ own }) => {
    const field = textFields.find((f) => f === id);
    if (!shown && !(field && excess(field, own[field]) > 0)) return undefined;
    return errorText(t, id, own);
  });
}
