import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton, Heading, Paragraph } from "suomifi-ui-components";
import { useMe } from "../../api/queries";
import type { CaseJson } from "../../api/types";
import { needTexts } from "../../i18n";
import { AppLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { partOf } from "../advice/parts";
import { CaseAttachments } from "../attachments/CaseAttachments";
import { AdviceSection } from "./AdviceView";
import { Ask } from "./Ask";
import { Conversation } from "./Conversation";
import { Due } from "./Due";
import { Ending } from "./Ending";
import { adviceQuery } from "./queries";
import { RequestView } from "./RequestView";
import { leadOf, may, type Side } from "./side";
import { openQuestions } from "./thread";
import { useThread } from "./useThread";

const EndWithStep = lazy(async () => (await Promise.all([import("./EndWithStep"), needTexts("ending")]))[0]);
const Outcome = lazy(() => import("./Outcome")); // at the end
const Reopen = lazy(async () => (await Promise.all([import("./Reopen"), needTexts("ending")]))[0]);
const AskedOfPartner = lazy(async () => (await Promise.all([import("../parts/AskedOfPartner"), needTexts("parts")]))[0]);
const DisputeNotice = lazy(async () => (await Promise.all([import("../disputes/DisputeNotice"), needTexts("disputes")]))[0]);
const Limited = lazy(async () => (await Promise.all([import("../parts/Limited"), needTexts("parts")]))[0]);

/** What has the focus after the case was closed, where otherwise the id of a sent text stands. */
const closed = "closed";

/** Main is what is written in a case: what is due, the request, the advice and what is said, and how it ends. */
export function Main({ item, side }: { item: CaseJson; side: Side }) {
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
      {item.closeOut && (
        <Suspense fallback={null}>
          <Outcome item={item} focused={focus === closed} />
        </Suspense>
      )}
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
