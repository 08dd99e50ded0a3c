import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import { caseQuery, pollIntervalRead } from "../api/queries";
import type { CaseJson } from "../api/types";
import { needTexts } from "../i18n";
import { WayBack } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import "./case/case.css";
import { AfterFiling } from "./case/AfterFiling";
import { CaseStatus } from "./case/CaseStatus";
import { Withdraw } from "./case/Ending";
import { Main } from "./case/Main";
import { Participants } from "./case/Participants";
import { ReadsLink } from "./case/ReadsLink";
import { useSide } from "./case/side";
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
  const query = useQuery({ ...caseQuery(caseId), refetchInterval: pollIntervalRead });
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
