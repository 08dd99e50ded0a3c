import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { Page } from "../../ui/Page";
import { Writers } from "../drafts/Writers";
import { questions, unanswered, type QuestionId } from "./answers";
import { ErrorsShown } from "./errors";
import { Gone, Left } from "./FormNotices";
import { Missing } from "./Missing";
import { headingId } from "./QuestionFrame";
import { QuestionIndex } from "./QuestionIndex";
import { SaveStatus, SpokenSaves } from "./SaveStatus";
import { screens } from "./screens";
import { useStore } from "./useDraft";
import { useToCheck } from "./useToCheck";

const route = getRouteApi("/drafts/$draftId");

function goTo(id: QuestionId): void {
  const heading = document.getElementById(headingId(id));
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

/** OnOnePage shows all questions below each other, with an index beside them. */
export function OnOnePage({ draftId }: { draftId: string }) {
  const { t } = useTranslation("form");
  const store = useStore();
  const { q, fix } = route.useSearch();
  const [shown, setShown] = useState(fix === "yes");
  const summary = useRef<HTMLHeadingElement>(null);
  const opened = useRef(q);
  const { toCheck, checking } = useToCheck(draftId);

  useEffect(() => {
    const id = opened.current;
    if (!id) return;
    const timer = setTimeout(() => goTo(id as QuestionId));
    return () => clearTimeout(timer);
  }, []);

  function check(): void {
    setShown(true);
    if (unanswered(store.state().own).length > 0) setTimeout(() => summary.current?.focus());
    else void toCheck();
  }

  return (
    <Page title={t("title")} wide>
      <ErrorsShown value={shown}>
        <div className="vaatu-form">
          <div className="vaatu-form__side">
            <div className="vaatu-form__progress">
              <SaveStatus />
              <Left />
            </div>
            <QuestionIndex draftId={draftId} current={q} phone={false} onGo={goTo} />
            <Writers draftId={draftId} />
          </div>
          <div className="vaatu-form__questions">
            <SpokenSaves />
            <Gone />
            {shown && <Missing heading={summary} />}
            {questions.map(({ id }) => {
              const Screen = screens[id];
              return <Screen key={id} />;
            })}
            <div className="vaatu-actions">
              <Button onClick={check} aria-disabled={checking}>
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
