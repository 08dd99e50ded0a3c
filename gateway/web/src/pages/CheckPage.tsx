import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert, Paragraph } from "suomifi-ui-components";
import { api, isProblem } from "../api/client";
import { useIntent } from "../api/intent";
import { draftQuery, keys, useWholeMe } from "../api/queries";
import type { CaseJson, CheckRequestResponseJson, DraftJson } from "../api/types";
import { CheckWarnings } from "../leak/CheckWarnings";
import { useAnswered } from "../leak/useAnswered";
import { useLanguage } from "../i18n/formatting";
import { AppLink } from "../ui/AppLink";
import { ErrorNotice } from "../ui/ErrorNotice";
import { keptText } from "../ui/keptText";
import { Loading } from "../ui/Loading";
import { Page } from "../ui/Page";
import { Attachments } from "./attachments/Attachments";
import { FilerNotice } from "./drafts/FilerNotice";
import { isMissing, QueryPage } from "../ui/QueryState";
import { FiledInstead } from "./form/FiledInstead";
import { forgetDraft } from "./form/draftStore";
import { AnswerList } from "./form/AnswerList";
import { textFields } from "./form/answers";
import { BeforeFiling, CannotFile } from "./form/BeforeFiling";
import { mayFileFor } from "./form/NewRequest";
import { ToFix, toFixOf, violationsToFix } from "./form/ToFix";
import { RoutingPreview } from "./form/RoutingPreview";
import { useSaveAnswer } from "./form/useSaveAnswer";
import { SimilarRequests } from "./similar/SimilarRequests";
import "./form/form.css";

const route = getRouteApi("/drafts/$draftId/check");

/** The last page before sending: the answers, what is missing, where the request would go. */
export default function CheckPage() {
  const { t } = useTranslation(["form", "check"]);
  const { draftId } = route.useParams();
  const query = useQuery({ ...draftQuery(draftId), refetchOnMount: "always" });
  if (isMissing(query.error)) return <FiledInstead draftId={draftId} title={t("check:title")} />;
  if (!query.data) return <QueryPage title={t("check:title")} query={query} />;
  return <Check draftId={draftId} draft={query.data} reload={() => void query.refetch()} />;
}

function useCheck(draftId: string, draft: DraftJson, enabled: boolean) {
  const language = useLanguage();
  return useQuery({
    enabled,
    placeholderData: keepPreviousData, // a saved answer makes a new check: what is read stays meanwhile
    queryKey: [...keys.draft(draftId), "check", draft.etag, language],
    queryFn: ({ signal }) =>
      api.post<CheckRequestResponseJson>(
        "/v1/intake:check",
        { request: draft.request ?? {}, ...(draft.schoolId ? { schoolId: draft.schoolId } : {}) },
        { signal },
      ),
  });
}

function Check({ draftId, draft, reload }: { draftId: string; draft: DraftJson; reload: () => void }) {
  const { t } = useTranslation(["form", "check"]);
  const heading = useRef<HTMLHeadingElement>(null);
  const me = useWholeMe();
  const noGrant = me.data !== undefined && !mayFileFor(me.data, draft.schoolId);
  const check = useCheck(draftId, draft, !noGrant);
  const closed = check.data?.beforeFiling?.schoolClosed ?? false;
  const save = useSaveAnswer(draftId, draft);
  const send = useSend(draftId, draft, reload);
  const answered = useAnswered(""); // what was meant to stay where it was written stays
  const sending = useRef<HTMLButtonElement>(null);
  const refused = violationsToFix(send.error);
  const toFix = refused.length > 0 ? refused : toFixOf(check.data);
  // The service would send its older text: first the form must be opened, where the newer is saved.
  const unsaved = keptText(`draft.${draftId}`) !== "";

  function submit(): void {
    if (save.isPending || send.isPending) return;
    const named = draft.request?.about === "ABOUT_IDENTIFIED_PUPIL";
    const texts = textFields.map((id) => draft.request?.[id] ?? "");
    if (named) send.mutate();
    else answered.ask(texts, () => send.mutate());
  }

  useEffect(() => {
    if (send.error) heading.current?.focus();
  }, [send.error]);

  return (
    <Page title={t("check:title")}>
      {unsaved && (
        <InlineAlert status="warning" mb="m">
          {t("check:unsaved")}
        </InlineAlert>
      )}
      {isProblem(send.error, "ETAG_STALE") && <ErrorNotice error={send.error} text={t("check:stale")} />}
      {send.error && refused.length === 0 && !isProblem(send.error, "ETAG_STALE") && <ErrorNotice error={send.error} />}
      {noGrant && <CannotFile reason="noGrant" />}
      {closed && <CannotFile reason="closed" />}
      <ToFix draftId={draftId} items={toFix} heading={heading} />
      <CheckWarnings
        draftId={draftId}
        request={draft.request ?? {}}
        findings={check.data?.findings ?? []}
        looked={answered.looked}
        next={sending}
      />
      {check.error && <ErrorNotice error={check.error} onRetry={() => void check.refetch()} />}
      <AnswerList
        draftId={draftId}
        request={draft.request ?? {}}
        permissionNeeded={check.data?.beforeFiling && (check.data.beforeFiling.permissionNeeded ?? false)}
        files={<Attachments caseId={draftId} writable={false} />}
      />
      {check.isLoading && <Loading />}
      <RoutingPreview routing={check.data?.routing} />
      <BeforeFiling
        before={check.data?.beforeFiling}
        commitment={(save.isPending && save.variables.paymentCommitment) || draft.request?.paymentCommitment}
        onCommitment={(paymentCommitment) => !save.isPending && save.mutate({ paymentCommitment })}
      />
      <SimilarRequests draft={draft} save={save} />
      {save.error !== null && <ErrorNotice error={save.error} />}
      <Paragraph mt="l">{t("check:after")}</Paragraph>
      <FilerNotice draft={draft} />
      <div className="vaatu-actions">
        <Button
          ref={sending}
          disabled={unsaved || noGrant || closed}
          aria-disabled={answered.busy || save.isPending || send.isPending}
          onClick={submit}
        >
          {send.isPending ? t("check:sending") : t("check:send")}
        </Button>
        <AppLink to="/drafts/$draftId" params={{ draftId }}>
          {t("check:back")}
        </AppLink>
        <AppLink to="/drafts/$draftId/print" params={{ draftId }}>
          {t("print.open")}
        </AppLink>
      </div>
    </Page>
  );
}

function useSend(draftId: string, draft: DraftJson, reload: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const intent = useIntent();
  const etag = draft.etag ?? "";
  return useMutation({
    mutationFn: () =>
      api.post<CaseJson>(`/v1/drafts/${draftId}:submit`, {}, { etag, idempotencyKey: intent.keyFor([draftId, etag]) }),
    onSuccess: async (filed) => {
      intent.done();
      forgetDraft(draftId);
      const caseId = filed.id ?? draftId;
      client.setQueryData(keys.case(caseId), filed);
      await navigate({ to: "/cases/$caseId", params: { caseId }, search: { sent: "1" }, replace: true });
      client.removeQueries({ queryKey: keys.draft(draftId) });
      void client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      void client.invalidateQueries({ queryKey: keys.cases });
    },
    onError: (error) => {
      if (isProblem(error, "ETAG_STALE")) reload();
    },
  });
}
