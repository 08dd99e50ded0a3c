import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { RequestJson } from "../../api/types";
import { AppLink } from "../../ui/AppLink";
import { askedOf } from "./answers";
import { useAnswerText } from "./useAnswerText";

/** AnswerList shows every answer; of a draft with a link to its question. */
export function AnswerList({ draftId, request }: { draftId?: string; request: RequestJson }) {
  const { t } = useTranslation("form");
  const answerText = useAnswerText();
  const answered = askedOf(request).filter((q) => q.fields.length > 0); // files have a list of their own
  return (
    <>
      {answered.map((q) => {
        const lines = answerText(q.id, request);
        const question = t(`questions.${q.id}.title`);
        return (
          <section key={q.id} className="vaatu-answer">
            <div className="vaatu-answer__head">
              <Heading variant="h2" as="h2" className="vaatu-answer__question">
                {question}
              </Heading>
              {draftId && (
                <AppLink
                  to="/drafts/$draftId"
                  params={{ draftId }}
                  search={{ q: q.id }}
                  aria-label={t("checkPage.editOf", { question })}
                >
                  {t("checkPage.edit")}
                </AppLink>
              )}
            </div>
            {lines.length === 0 && <p className="vaatu-answer__none">{t("noAnswer")}</p>}
            {lines.length === 1 && <p className="vaatu-answer__text">{lines[0]}</p>}
            {lines.length > 1 && (
              <ul className="vaatu-answer__text">
                {lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </>
  );
}
