import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton, Heading, Paragraph } from "suomifi-ui-components";
import { caseQuery, pollInterval } from "../api/queries";
import type { CaseJson } from "../api/types";
import { ErrorNotice } from "../ui/ErrorNotice";
import { AppLink } from "../ui/AppLink";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { CaseAttachments } from "./attachments/CaseAttachments";
import { AdviceSection } from "./case/AdviceView";
import { Ask } from "./case/Ask";
import "./case/case.css";
import { AfterFiling } from "./case/AfterFiling";
import { CaseStatus } from "./case/CaseStatus";
import { Conversation } from "./case/Conversation";
import { Due } from "./case/Due";
import { Ending, Outcome, Withdraw } from "./case/Ending";
import { LostCase } from "./case/LostCase";
import { Participants } from "./case/Participants";
import { adviceQuery, messagesQuery, questionsQuery } from "./case/queries";
import { ReadsLink } from "./case/ReadsLink";
import { Receipt } from "./case/Receipt";
import { RequestView } from "./case/RequestView";
import { may, useSide, type Side } from "./case/side";
import { openQuestions, threadOf } from "./case/thread";
import { Timeline, Why } from "./case/Why";
import { CopyCase } from "./drafts/CopyCase";
import { ClosedContent } from "./glass/ClosedContent";
import { OpenedNotice } from "./glass/OpenedNotice";
import { PermitsPanel } from "./permits/PermitsPanel";

/** CasePage shows one consultation to its school and to its experts. A right that ends ends the page too. */
export default function CasePage() {
  const { caseId } = useParams({ from: "/cases/$caseId" });
  return <ReadCase key={caseId} caseId={caseId} />;
}

function ReadCase({ caseId }: { caseId: string }) {
  const [closed, setClosed] = useState(false);
  const close = useCallback(() => setClosed(true), []);
  return closed ? <ClosedContent caseId={caseId} /> : <OpenCase caseId={caseId} onClosed={close} />;
}

type OpenCaseProps = {
  caseId: string;
  /** What was open by break-glass is no more. */
  onClosed: () => void;
};

function OpenCase({ caseId, onClosed }: OpenCaseProps) {
  const { t } = useTranslation("case");
  const { sent } = useSearch({ from: "/cases/$caseId" });
  const query = useQuery({ ...caseQuery(caseId), refetchInterval: pollInterval });
  const missing = isMissing(query.error);
  const wasOpened = query.data?.breakGlass !== undefined;
  useEffect(() => {
    if (missing && wasOpened) onClosed(); // the service was first to know
  }, [missing, wasOpened, onClosed]);
  if (missing) return wasOpened ? null : <LostCase caseId={caseId} />;
  if (!query.data) return <QueryPage title={t("title")} query={query} />;
  return <CaseView item={query.data} receipt={sent === "1"} onClosed={onClosed} />;
}

/** isNew tells whether nobody has begun to work on the case. */
function isNew(item: CaseJson): boolean {
  return item.phase === "PHASE_QUEUED" || item.phase === "PHASE_TRIAGE" || item.phase === "PHASE_AWAITING_PERMISSION";
}

function CaseView({ item, receipt, onClosed }: { item: CaseJson; receipt: boolean; onClosed: () => void }) {
  const { t } = useTranslation("case");
  const side = useSide(item);
  return (
    <Page title={t("heading", { number: item.number ?? "" })} wide>
      {item.breakGlass && <OpenedNotice opened={item.breakGlass} onClosed={onClosed} />}
      {receipt && isNew(item) && <Receipt item={item} />}
      <CaseStatus item={item} side={side} />
      <div className="vaatu-case">
        <Main item={item} side={side} />
        <div className="vaatu-case__side">
          <Participants item={item} />
          <PermitsPanel item={item} side={side} />
          {item.routing && <Why routing={item.routing} />}
          <Timeline item={item} side={side} />
          <ReadsLink item={item} side={side} />
          <CopyCase item={item} side={side} />
          <AfterFiling item={item} side={side} />
          <Withdraw item={item} />
        </div>
      </div>
    </Page>
  );
}

/** What has the focus after the case was closed, where otherwise the id of a sent text stands. */
const closed = "closed";

function Main({ item, side }: { item: CaseJson; side: Side }) {
  const { t } = useTranslation("case");
  const id = item.id ?? "";
  const messages = useQuery(messagesQuery(id));
  const questions = useQuery(questionsQuery(id));
  const advice = useQuery({ ...adviceQuery(id, item.etag), placeholderData: keepPreviousData });
  const [focus, setFocus] = useState("");
  const asked = questions.data?.questions ?? [];
  const failed = [messages, questions, advice].find((q) => q.error && !q.data);
  const ready = messages.data && questions.data;
  if (item.phase === "PHASE_ERASED") return <Paragraph>{t("erased")}</Paragraph>;
  return (
    <div className="vaatu-case__main">
      {failed && <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />}
      <Due item={item} open={openQuestions(asked)} adviceShown={advice.isSuccess && !advice.isPlaceholderData} onSent={setFocus} />
      {side === "expert" && item.request && <Request item={item} />}
      {advice.data && <AdviceSection item={item} advice={advice.data.advice ?? []} />}
      <Outcome item={item} focused={focus === closed} />
      <Ending item={item} onClosed={() => setFocus(closed)} />
      {may(item, "ACTION_ASK") && <Ask item={item} onSent={setFocus} />}
      {ready && (
        <Conversation
          item={item}
          side={side}
          thread={threadOf(messages.data.messages ?? [], asked)}
          focus={focus}
          replying={may(item, "ACTION_REPLY") ? openQuestions(asked).map(({ id }) => id ?? "") : []}
          onSent={setFocus}
        />
      )}
      <CaseAttachments item={item} />
      {side === "school" && item.request && (
        <Expander className="vaatu-noprint">
          <ExpanderTitleButton asHeading="h2">{t("request.heading")}</ExpanderTitleButton>
          <ExpanderContent>
            <RequestView request={item.request} />
            <PrintLink id={item.id ?? ""} />
          </ExpanderContent>
        </Expander>
      )}
    </div>
  );
}

function Request({ item }: { item: CaseJson }) {
  const { t } = useTranslation("case");
  return (
    <section aria-labelledby="request-heading" className="vaatu-noprint">
      <Heading variant="h2" id="request-heading">
        {t("request.heading")}
      </Heading>
      <RequestView request={item.request ?? {}} />
      <PrintLink id={item.id ?? ""} />
    </section>
  );
}

function PrintLink({ id }: { id: string }) {
  const { t } = useTranslation("form");
  return (
    <p>
      <AppLink to="/cases/$caseId/print" params={{ caseId: id }}>
        {t("print.open")}
      </AppLink>
    </p>
  );
}
