import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { ErrorSummary } from "suomifi-ui-components";
import { unanswered } from "./answers";
import { errorText } from "./errors";
import { fieldId } from "./QuestionFrame";
import { useSaveState } from "./useDraft";

/** Missing lists what must be answered yet, each with a link to its field on the same page. */
export function Missing({ heading }: { heading: Ref<HTMLHeadingElement> }) {
  const { t } = useTranslation("form");
  const own = useSaveState((s) => s.own);
  const missing = unanswered(own);
  if (missing.length === 0) return null;
  return (
    <ErrorSummary
      headingText={t("fix", { count: missing.length })}
      headingVariant="h2"
      headingRef={heading}
      mb="l"
      items={missing.map((question) => ({
        text: `${t(`questions.${question.id}.short`)}: ${errorText(t, question.id, own) ?? ""}`,
        inputId: fieldId(question.id),
      }))}
    />
  );
}
