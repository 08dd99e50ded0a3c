import { createContext, useContext, type ReactNode } from "react";
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

/** OwnPage tells a question that it is a page of its own, whose h1 says its words. */
export const OwnPage = createContext(false);

/** QuestionFrame holds one question: its number and words, who reads the answer, the field, a conflict. */
export function QuestionFrame({ id, children }: { id: QuestionId; children: ReactNode }) {
  const { t } = useTranslation("form");
  const alone = useContext(OwnPage);
  const question = questions.find((q) => q.id === id);
  return (
    <section className="vaatu-question" aria-labelledby={alone ? undefined : headingId(id)}>
      {!alone && <QuestionHeading id={id} />}
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

/** QuestionHeading stands on the one page; where a question is a page of its own, the page's h1 says the same. */
function QuestionHeading({ id }: { id: QuestionId }) {
  const { t } = useTranslation("form");
  const number = questions.findIndex((q) => q.id === id) + 1;
  return (
    <Heading variant="h2" id={headingId(id)} tabIndex={-1} className="vaatu-question__heading">
      {number}. {t(`questions.${id}.title`)}
      {!questions.some((q) => q.id === id && q.required) && (
        <span className="vaatu-question__optional"> ({t("optional")})</span>
      )}
    </Heading>
  );
}

function Conflicts({ id }: { id: QuestionId }) {
  const conflicts = useSaveState((s) => s.conflicts);
  const fields = questions.find((q) => q.id === id)?.fields ?? [];
  const both = fields.filter((f) => conflicts.includes(f));
  return both.length > 0 ? <ConflictNotice id={id} fields={both} /> : null;
}
