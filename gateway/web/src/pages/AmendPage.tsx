import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert, Paragraph } from "suomifi-ui-components";
import { isProblem } from "../api/client";
import { caseQuery, pollIntervalTold } from "../api/queries";
import type { CaseJson } from "../api/types";
import { announce } from "../ui/announce";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import "./amend/amend.css";
import { amendable, changedQuestions, keepChanges } from "./amend/changes";
import { Summary } from "./amend/Summary";
import { TooLate } from "./amend/TooLate";
import { useAmendStore } from "./amend/useAmendStore";
import { may } from "./case/side";
import { useSend } from "./case/useSend";
import { unanswered } from "./form/answers";
import { ErrorsShown } from "./form/errors";
import "./form/form.css";
import { Missing } from "./form/Missing";
import { screens } from "./form/screens";
import { DraftContext, useSaveState } from "./form/useDraft";

/** The filed request, open for changes until somebody takes it. */
export default function AmendPage() {
  const { t } = useTranslation("after");
  const { caseId } = useParams({ from: "/cases/$caseId/edit" });
  const query = useQuery({ ...caseQuery(caseId), refetchInterval: pollIntervalTold });
  if (!query.data || isMissing(query.error)) return <QueryPage title={t("amend.title")} query={query} />;
  return <Amend key={caseId} item={query.data} />;
}

function Amend({ item }: { item: CaseJson }) {
  const { t } = useTranslation("after");
  const store = useAmendStore(item);
  useEffect(() => store.rebase(item), [store, item]);
  return (
    <Page title={t("amend.heading", { number: item.number ?? "" })}>
      <DraftContext value={store}>
        {may(item, "ACTION_AMEND") ? <Form item={item} /> : <TooLate item={item} changes={store.changes()} />}
      </DraftContext>
    </Page>
  );
}

function Form({ item }: { item: CaseJson }) {
  const { t } = useTranslation("after");
  const { own, server } = useSaveState((s) => s);
  const navigate = useNavigate();
  const caseId = item.id ?? "";
  const [tried, setTried] = useState(false);
  const [checking, setChecking] = useState(false);
  const summary = useRef<HTMLHeadingElement>(null);
  const call = useSend<CaseJson>(caseId);
  const changed = changedQuestions(server, own).length > 0;
  const leave = (sent?: string) => navigate({ to: "/cases/$caseId", params: { caseId }, search: { sent } });

  function check(): void {
    setTried(true);
    if (unanswered(own).length > 0) setTimeout(() => summary.current?.focus());
    else setChecking(changed);
    if (!changed) announce(t("amend.nothing"));
  }

  function save(): void {
    call.send({ path: `/v1/cases/${caseId}:amend`, body: { request: own }, etag: item.etag }, () => {
      keepChanges(caseId, {});
      announce(t("amend.saved"));
      void leave("changes");
    });
  }

  function drop(): void {
    keepChanges(caseId, {});
    void leave();
  }

  return (
    <ErrorsShown value={tried}>
      <div className="vaatu-amend">
        <Paragraph mb="m">{t("amend.text")}</Paragraph>
        {isProblem(call.error, "ETAG_STALE") && (
          <InlineAlert status="warning" mb="m">
            {t("amend.changedMeanwhile")}
          </InlineAlert>
        )}
        {tried && <Missing heading={summary} />}
        {amendable.map(({ id }) => {
          const Screen = screens[id];
          return <Screen key={id} />;
        })}
        {checking && changed && unanswered(own).length === 0 ? (
          <Summary item={item} own={own} busy={call.busy} error={call.error} onSave={save} onBack={() => setChecking(false)} />
        ) : (
          <div className="vaatu-actions">
            <Button onClick={check}>{t("amend.check")}</Button>
            <Button variant="secondary" onClick={drop}>
              {changed ? t("amend.drop") : t("amend.back")}
            </Button>
            {tried && !changed && <span>{t("amend.nothing")}</span>}
          </div>
        )}
      </div>
    </ErrorsShown>
  );
}
