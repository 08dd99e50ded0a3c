import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ErrorSummary, InlineAlert } from "suomifi-ui-components";
import { draftQuery } from "../api/queries";
import type { DraftJson } from "../api/types";
import { Page } from "../ui/Page";
import { QueryPage } from "../ui/QueryState";
import { useIsPhone } from "../ui/useIsPhone";
import { Writers } from "./drafts/Writers";
import { remaining, textFields, unanswered, type QuestionId } from "./form/answers";
import { lookOf } from "./form/autosave";
import { FilesQuestion } from "./attachments/FilesQuestion";
import {
  AboutQuestion,
  FormQuestion,
  GradeQuestion,
  LanguageQuestion,
  NeedsQuestion,
  ServicesQuestion,
  SupportQuestion,
} from "./form/choices";
import { ErrorsShown, errorText } from "./form/errors";
import { fieldId, headingId } from "./form/QuestionFrame";
import { PermissionsQuestion } from "./form/PermissionsQuestion";
import { QuestionIndex } from "./form/QuestionIndex";
import { SaveStatus, SpokenSaves } from "./form/SaveStatus";
import { TextQuestion } from "./form/texts";
import { DraftContext, useDraftStore, useSaveState, useStore } from "./form/useDraft";
import "./form/form.css";

const route = getRouteApi("/drafts/$draftId");

/** The request form: all questions on one page, saved after each pause. */
export default function RequestFormPage() {
  const { t } = useTranslation("form");
  const { draftId } = route.useParams();
  // The latest is asked once; after that the form itself knows best.
  const query = useQuery({
    ...draftQuery(draftId),
    refetchOnMount: "always",
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (!query.data || (!query.isFetchedAfterMount && !query.error)) return <QueryPage title={t("title")} query={query} />;
  return <Form key={draftId} draftId={draftId} draft={query.data} />;
}

function Form({ draftId, draft }: { draftId: string; draft: DraftJson }) {
  const store = useDraftStore(draftId, draft);
  return (
    <DraftContext value={store}>
      <FormPage draftId={draftId} />
    </DraftContext>
  );
}

function goTo(id: QuestionId): void {
  const heading = document.getElementById(headingId(id));
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

function FormPage({ draftId }: { draftId: string }) {
  const { t } = useTranslation("form");
  const navigate = useNavigate();
  const phone = useIsPhone();
  const store = useStore();
  const { q } = route.useSearch();
  const [shown, setShown] = useState(false);
  const [checking, setChecking] = useState(false);
  const summary = useRef<HTMLHeadingElement>(null);
  const opened = useRef(q);

  useEffect(() => {
    const id = opened.current;
    if (!id) return;
    const timer = setTimeout(() => goTo(id as QuestionId));
    return () => clearTimeout(timer);
  }, []);

  async function check(): Promise<void> {
    setShown(true);
    if (unanswered(store.state().own).length > 0) {
      setTimeout(() => summary.current?.focus());
      return;
    }
    setChecking(true);
    const saved = await store.settle();
    setChecking(false);
    if (saved) void navigate({ to: "/drafts/$draftId/check", params: { draftId } });
  }

  const side = (
    <div className="vaatu-form__side">
      <QuestionIndex key={phone ? "phone" : "wide"} draftId={draftId} current={q} phone={phone} onGo={goTo} />
      <Progress />
      <Writers draftId={draftId} />
    </div>
  );

  return (
    <Page title={t("title")} wide>
      <ErrorsShown value={shown}>
        <div className="vaatu-form">
          {side}
          <div className="vaatu-form__questions">
            <SpokenSaves />
            <Gone />
            {shown && <Summary heading={summary} />}
            <AboutQuestion />
            <GradeQuestion />
            <LanguageQuestion />
            <NeedsQuestion />
            <SupportQuestion />
            <ServicesQuestion />
            {textFields.map((id) => (
              <TextQuestion key={id} id={id} />
            ))}
            <FormQuestion />
            <PermissionsQuestion />
            <FilesQuestion draftId={draftId} />
            <div className="vaatu-actions">
              <Button onClick={() => void check()} disabled={checking}>
                {t("check")}
              </Button>
              <SaveStatus />
            </div>
          </div>
        </div>
      </ErrorsShown>
    </Page>
  );
}

function Progress() {
  const { t } = useTranslation("form");
  const { own } = useSaveState();
  const left = remaining(own);
  return (
    <div className="vaatu-form__progress">
      <SaveStatus />
      <span>{left > 0 ? t("left", { count: left }) : t("leftNone")}</span>
    </div>
  );
}

function Gone() {
  const { t } = useTranslation("form");
  const state = useSaveState();
  if (lookOf(state) !== "gone") return null;
  return (
    <InlineAlert status="error" mb="l">
      {t("gone")}
    </InlineAlert>
  );
}

function Summary({ heading }: { heading: React.Ref<HTMLHeadingElement> }) {
  const { t } = useTranslation("form");
  const { own } = useSaveState();
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
