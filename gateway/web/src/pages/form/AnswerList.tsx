import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { RequestJson, SectionJson } from "../../api/types";
import { AppLink } from "../../ui/AppLink";
import { questions, type QuestionId } from "./answers";
import { useAnswerText } from "./useAnswerText";

type AnswerListProps = {
  draftId?: string;
  request: RequestJson;
  files: ReactNode;
  /** Whether the request needs permissions; while nobody knows, none is asked about. */
  permissionNeeded?: boolean;
  /** What is kept from the person is left out: it may have an answer. */
  hidden?: readonly SectionJson[] | undefined;
};

/** AnswerList shows every answer, the files last; of a draft with a link to its question. */
export function AnswerList({ draftId, request, files, permissionNeeded, hidden = [] }: AnswerListProps) {
  const { t } = useTranslation("permits");
  const answerText = useAnswerText();
  const lines = (id: QuestionId) => {
    const said = answerText(id, request);
    return id === "permissions" && said.length === 0 && permissionNeeded === false ? [t("form.notNeeded")] : said;
  };
  const open = questions.filter(({ id }) => !hidden.some((section) => section === `SECTION_${id.toUpperCase()}`));
  const shown = open.filter(({ id }) => id !== "permissions" || permissionNeeded !== undefined || lines(id).length > 0);
  return (
    <>
      {shown.map(({ id }) => (
        <section key={id} className="vaatu-answer">
          <Head id={id} draftId={draftId} />
          {id === "files" ? files : <Lines lines={lines(id)} />}
        </section>
      ))}
    </>
  );
}

function Head({ id, draftId }: { id: QuestionId; draftId: string | undefined }) {
  const { t } = useTranslation("form");
  const question = t(`questions.${id}.title`);
  return (
    <div className="vaatu-answer__head">
      <Heading variant="h2" as="h2" className="vaatu-answer__question">
        {question}
      </Heading>
      {draftId && (
        <AppLink
          to="/drafts/$draftId"
          params={{ draftId }}
          search={{ q: id }}
          className="vaatu-noprint"
          aria-label={t("checkPage.editOf", { question })}
        >
          {t("checkPage.edit")}
        </AppLink>
      )}
    </div>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation("form");
  if (lines.length === 0) return <p className="vaatu-answer__none">{t("noAnswer")}</p>;
  if (lines.length === 1) return <p className="vaatu-answer__text">{lines[0]}</p>;
  return (
    <ul className="vaatu-answer__text">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
