import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Heading, Text } from "suomifi-ui-components";
import { questions, type QuestionId } from "./answers";
import { ConflictNotice } from "./ConflictNotice";
import { useSaveState } from "./useDraft";

/** headingId is where the index leads. */
export function headingId(id: QuestionId): string {
  return `q-${id}`;
}

/** fieldId is the control that an error leads to. */
export function fieldId(id: QuestionId): string {
  return `field-${id}`;
}

/** QuestionFrame holds one question: its number and words, who reads the answer, the field, a conflict. */
export function QuestionFrame({ id, children }: { id: QuestionId; children: ReactNode }) {
  const { t } = useTranslation("form");
  const number = questions.findIndex((q) => q.id === id) + 1;
  const question = questions[number - 1];
  return (
    <section className="vaatu-question" aria-labelledby={headingId(id)}>
      <Heading variant="h2" id={headingId(id)} tabIndex={-1} className="vaatu-question__heading">
        {number}. {t(`questions.${id}.title`)}
        {question && !question.required && <span className="vaatu-question__optional"> ({t("optional")})</span>}
      </Heading>
      {question && (
        <Text smallScreen className="vaatu-question__readers">
          {t(`readers.${question.readers}`)}
        </Text>
      )}
      <Conflicts id={id} />
      {children}
    </section>
  );
}

function Conflicts({ id }: { id: QuestionId }) {
  const { conflicts } = useSaveState();
  const fields = questions.find((q) => q.id === id)?.fields ?? [];
  const both = fields.filter((f) => conflicts.includes(f));
  return both.length > 0 ? <ConflictNotice id={id} fields={both} /> : null;
}
