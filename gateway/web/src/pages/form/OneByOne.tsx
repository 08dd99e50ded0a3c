import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert } from "suomifi-ui-components";
import { AppLink } from "../../ui/AppLink";
import { Page } from "../../ui/Page";
import { Writers } from "../drafts/Writers";
import { isAnswered, questions, remaining, type Question, type QuestionId } from "./answers";
import { ErrorsShown } from "./errors";
import { Gone, Left } from "./FormNotices";
import { OwnPage } from "./QuestionFrame";
import { QuestionIndex } from "./QuestionIndex";
import { SaveStatus, SpokenSaves } from "./SaveStatus";
import { screens } from "./screens";
import { useSaveState } from "./useDraft";
import { useToCheck } from "./useToCheck";

const route = getRouteApi("/drafts/$draftId");

/** OneByOne shows a question a screen. The address names it, so that the browser's back button goes a question back. */
export function OneByOne({ draftId }: { draftId: string }) {
  const { t } = useTranslation("form");
  const { q, fix } = route.useSearch();
  const at = Math.max(0, questions.findIndex((one) => one.id === q));
  const question = questions[at];
  if (!question) return null;
  const Screen = screens[question.id];
  const before = questions[at - 1];
  return (
    <Page
      title={t(`questions.${question.id}.title`)}
      step={t("step", { at: at + 1, of: questions.length }) + (question.required ? "" : ` (${t("optional")})`)}
      above={
        <>
          <SpokenSaves />
          <div className="vaatu-form__progress">
            {before ? (
              <AppLink to="/drafts/$draftId" params={{ draftId }} search={{ q: before.id }} className="vaatu-form__back">
                ‹ {t("previous")}
              </AppLink>
            ) : (
              <span />
            )}
            <Left />
          </div>
          <QuestionIndex key={question.id} draftId={draftId} current={question.id} phone />
          <Gone />
          <ConflictsElsewhere draftId={draftId} here={question.id} />
        </>
      }
    >
      <OwnPage value>
        <ErrorsShown value={fix === "yes"}>
          <Screen key={question.id} />
        </ErrorsShown>
      </OwnPage>
      <Onward draftId={draftId} question={question} next={questions[at + 1]} />
      <SaveStatus />
      <Writers draftId={draftId} />
    </Page>
  );
}

/** ConflictsElsewhere leads to the answers that both sides changed: each is chosen at its own question. */
function ConflictsElsewhere({ draftId, here }: { draftId: string; here: QuestionId }) {
  const { t } = useTranslation("form");
  const conflicts = useSaveState((s) => s.conflicts);
  const elsewhere = questions.filter((q) => q.id !== here && q.fields.some((f) => conflicts.includes(f)));
  if (elsewhere.length === 0) return null;
  return (
    <InlineAlert status="warning" mb="m" labelText={t("save.conflict")}>
      {elsewhere.map((q) => (
        <p key={q.id}>
          <AppLink to="/drafts/$draftId" params={{ draftId }} search={{ q: q.id }}>
            {t(`questions.${q.id}.short`)}
          </AppLink>
        </p>
      ))}
    </InlineAlert>
  );
}

type OnwardProps = { draftId: string; question: Question; next: Question | undefined };

/** Onward leads to the next question whatever the answer, and to the check from the last one or once nothing is left. */
function Onward({ draftId, question, next }: OnwardProps) {
  const { t } = useTranslation("form");
  const navigate = useNavigate();
  const { toCheck, checking } = useToCheck(draftId);
  const go = () => void navigate({ to: "/drafts/$draftId", params: { draftId }, search: { q: next?.id } });
  const left = useSaveState(({ own }) => remaining(own));
  const answered = useSaveState(({ own }) => isAnswered(question.id, own));
  const skippable = next !== undefined && left > 0 && !answered;
  return (
    <div className="vaatu-actions">
      {next && <Button onClick={go}>{t("next")}</Button>}
      {skippable && (
        <Button variant="secondaryNoBorder" onClick={go}>
          {t("skip")}
        </Button>
      )}
      {(!next || left === 0) && (
        <Button variant={next ? "secondary" : "default"} aria-disabled={checking} onClick={() => void toCheck()}>
          {t("check")}
        </Button>
      )}
    </div>
  );
}
