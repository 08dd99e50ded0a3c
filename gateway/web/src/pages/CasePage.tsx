import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton, Heading, InlineAlert, Paragraph } from "suomifi-ui-components";
import { caseQuery, pollIntervalTold, useMe } from "../api/queries";
import type { CaseJson } from "../api/types";
import { needTexts } from "../i18n";
import { ErrorNotice } from "../ui/ErrorNotice";
import { AppLink } from "../ui/AppLink";
import { WayBack } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { partOf } from "./advice/parts";
import { CaseAttachments } from "./attachments/CaseAttachments";
import { AdviceSection } from "./case/AdviceView";
import { Ask } from "./case/Ask";
import "./case/case.css";
import { AfterFiling } from "./case/AfterFiling";
import { CaseStatus } from "./case/CaseStatus";
import { Conversation } from "./case/Conversation";
import { Due } from "./case/Due";
import { Ending, Outcome, Withdraw } from "./case/Ending";
import { Participants } from "./case/Participants";
import { adviceQuery } from "./case/queries";
import { ReadsLink } from "./case/ReadsLink";
import { RequestView } from "./case/RequestView";
import { leadOf, may, useSide, type Side } from "./case/side";
import { openQuestions } from "./case/thread";
import { useThread } from "./case/useThread";
import { Timeline, Why } from "./case/Why";
import { PermitsPanel } from "./permits/PermitsPanel";

const Receipt = lazy(() => import("./case/Receipt")); // once
const LostCase = lazy(() => import("./case/LostCase"));
const CaseWhatIf = lazy(() => import("./triage/CaseWhatIf")); // for coordination
const Clocks = lazy(() => import("./case/Clocks")); // for those who work on it
const Viewers = lazy(() => import("./case/Viewers")); // for them, too
const CopyCase = lazy(async () => (await Promise.all([import("./drafts/CopyCase"), needTexts("drafts")]))[0]); // for a school

// Few ever open a case by break-glass.
const glass = async () => (await Promise.all([import("./glass/Opened"), needTexts("glass")]))[0];
const ClosedContent = lazy(async () => ({ default: (await glass()).ClosedContent }));
const OpenedNotice = lazy(async () => ({ default: (await glass()).OpenedNotice }));

/** CasePage shows one consultation to its school and to its experts. A right that ends ends the page too. */
export default function CasePage() {
  const { caseId } = useParams({ from: "/cases/$caseId" });
  return <ReadCase key={caseId} caseId={caseId} />;
}

// Nothing of what is open by break-glass stands without its notice.
function ReadCase({ caseId }: { caseId: string }) {
  const [closed, setClosed] = useState(false);
  const close = useCallback(() => setClosed(true), []);
  return <Suspense fallback={null}>{closed ? <ClosedContent caseId={caseId} /> : <OpenCase caseId={caseId} onClosed={close} />}</Suspense>;
}

type OpenCaseProps = {
  caseId: string;
  /** What was open by break-glass is no more. */
  onClosed: () => void;
};

function OpenCase({ caseId, onClosed }: OpenCaseProps) {
  const { t } = useTranslation("case");
  const { sent } = useSearch({ from: "/cases/$caseId" });
  const query = useQuery({ ...caseQuery(caseId), refetchInterval: pollIntervalTold });
  const missing = isMissing(query.error);
  const wasOpened = query.data?.breakGlass !== undefined;
  useEffect(() => {
    if (missing && wasOpened) onClosed(); // the service was first to know
  }, [missing, wasOpened, onClosed]);
  if (missing) return wasOpened ? null : <LostCase caseId={caseId} />;
  if (!query.data) return <QueryPage title={t("title")} query={query} />;
  return <CaseView item={query.data} sent={sent} onClosed={onClosed} />;
}

/** isNew tells whether nobody has begun to work on the case. */
function isNew(item: CaseJson): boolean {
  return item.phase === "PHASE_QUEUED" || item.phase === "PHASE_TRIAGE" || item.phase === "PHASE_AWAITING_PERMISSION";
}

type CaseViewProps = {
  item: CaseJson;
  /** What the person has just sent: the request, or changes of it. */
  sent: string | undefined;
  onClosed: () => void;
};

function CaseView({ item, sent, onClosed }: CaseViewProps) {
  const { t } = useTranslation("case");
  const side = useSide(item);
  return (
    <Page title={t("heading", { number: item.number ?? "" })} wide>
      <WayBack />
      {item.breakGlass && <OpenedNotice opened={item.breakGlass} onClosed={onClosed} />}
      <Suspense fallback={null}>{sent === "1" && isNew(item) && <Receipt item={item} />}</Suspense>
      {sent === "changes" && isNew(item) && <Changed />}
      <CaseStatus item={item} side={side} />
      {side === "expert" && (
        <Suspense fallback={null}>
          <Viewers item={item} />
        </Suspense>
      )}
      <div className="vaatu-case">
        <Main item={item} side={side} />
        <div className="vaatu-case__side">
          {side === "expert" && item.turn !== "TURN_NOBODY" && (
            <Suspense>
              <Clocks item={item} />
            </Suspense>
          )}
          <Participants item={item} side={side} />
          <PermitsPanel item={item} side={side} />
          {item.routing && <Why routing={item.routing} />}
          {item.breakGlass && (
            <Suspense>
              <CaseWhatIf item={item} />
            </Suspense>
          )}
          <Timeline item={item} side={side} />
          <ReadsLink item={item} side={side} />
          {side === "school" && item.request && (
            <Suspense>
              <CopyCase item={item} />
            </Suspense>
          )}
          <AfterFiling item={item} side={side} />
          <Withdraw item={item} />
        </div>
      </div>
    </Page>
  );
}

/** Changed tells a school that the changes of its request are saved. */
function Changed() {
  const { t } = useTranslation("after");
  return (
    <div className="vaatu-notice">
      <InlineAlert status="neutral">{t("amend.saved")}</InlineAlert>
    </div>
  );
}

const EndWithStep = lazy(async () => (await Promise.all([import("./case/EndWithStep"), needTexts("ending")]))[0]);
const Reopen = lazy(async () => (await Promise.all([import("./case/Reopen"), needTexts("ending")]))[0]);
const AskedOfPartner = lazy(async () => (await Promise.all([import("./parts/AskedOfPartner"), needTexts("parts")]))[0]);
const DisputeNotice = lazy(async () => (await Promise.all([import("./disputes/DisputeNotice"), needTexts("disputes")]))[0]);
const Limited = lazy(async () => (await Promise.all([import("./parts/Limited"), needTexts("parts")]))[0]);

/** What has the focus after the case was closed, where otherwise the id of a sent text stands. */
const closed = "closed";

function Main({ item, side }: { item: CaseJson; side: Side }) {
  const part = partOf(item, useMe().data?.id);
  const [reopens, setReopens] = useState(false);
  if (!reopens && may(item, "ACTION_REOPEN")) setReopens(true); // and the dialog stays, whatever the case is by then
  const { t } = useTranslation("case");
  const id = item.id ?? "";
  const { thread, questions, failed: unread } = useThread(id);
  const advice = useQuery({ ...adviceQuery(id, item.etag), placeholderData: keepPreviousData });
  const [focus, setFocus] = useState("");
  const [closing, setClosing] = useState(false);
  const open = openQuestions(questions);
  const led = leadOf(item) !== undefined; // before a unit leads coordination asks and ends, on its own page
  const failed = unread ?? (advice.error && !advice.data ? advice : undefined);
  function close(): void {
    setClosing(true); // the form takes the focus when it comes
    document.getElementById("close-heading")?.focus();
  }

  if (item.phase === "PHASE_ERASED") return <Paragraph>{t("erased")}</Paragraph>;
  return (
    <div className="vaatu-case__main">
      {failed && <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />}
      <Due
        item={item}
        open={open}
        adviceShown={advice.isSuccess && !advice.isPlaceholderData}
        onSent={setFocus}
        onClose={close}
      />
      {item.dispute && (
        <Suspense fallback={null}>
          <DisputeNotice item={item} dispute={item.dispute} />
        </Suspense>
      )}
      {part?.invitation && part.role === "ROLE_PARTNER" && (
        <Suspense fallback={null}>
          <AskedOfPartner part={part} />
        </Suspense>
      )}
      {item.hidden && (
        <Suspense fallback={null}>
          <Limited hidden={item.hidden} />
        </Suspense>
      )}
      {side === "expert" && item.request && <Request item={item} />}
      {item.nextStep && (
        <section aria-labelledby="step-heading">
          <Heading variant="h2" id="step-heading">
            {t("nextStep")}
          </Heading>
          <Paragraph className="vaatu-words">{item.nextStep}</Paragraph>
        </section>
      )}
      {advice.data && <AdviceSection item={item} advice={advice.data.advice ?? []} />}
      <Outcome item={item} focused={focus === closed} />
      <Ending item={item} closing={closing} onClosing={setClosing} onClosed={() => setFocus(closed)} />
      {reopens && (
        <Suspense fallback={null}>
          <Reopen item={item} />
        </Suspense>
      )}
      {led && may(item, "ACTION_CLOSE_UNANSWERED") && side === "expert" && (
        <Suspense fallback={null}>
          <EndWithStep item={item} as="closeUnanswered" />
        </Suspense>
      )}
      {led && may(item, "ACTION_ASK") && <Ask item={item} onSent={setFocus} />}
      {thread && (
        <Conversation
          item={item}
          side={side}
          thread={thread}
          focus={focus}
          replying={may(item, "ACTION_REPLY") ? open.map(({ id }) => id ?? "") : []}
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
      <RequestView request={item.request ?? {}} hidden={item.hidden} />
      <PrintLink id={item.id ?? ""} />
    </section>
  );
}

function PrintLink({ id }: { id: string }) {
  const { t } = useTranslation("case");
  return (
    <p>
      <AppLink to="/cases/$caseId/print" params={{ caseId: id }}>
        {t("request.print")}
      </AppLink>
    </p>
  );
}
