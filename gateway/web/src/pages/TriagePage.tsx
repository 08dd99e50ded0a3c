import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { isProblem } from "../api/client";
import { announceDone } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { useActionErrorText } from "./case/ActionError";
import "./case/case.css";
import "./queue/queue.css";
import { Disputes } from "./disputes/Disputes";
import { useDisputes } from "./disputes/useDisputes";
import { useAskUnled } from "./triage/AskUnled";
import { TriageCard } from "./triage/TriageCard";
import { useAnchor } from "./triage/useAnchor";
import { useTriage } from "./triage/useTriage";

/** TriagePage is where the coordination group gives a recipient to the requests that have none. */
export default function TriagePage() {
  const { t } = useTranslation("triage");
  const query = useTriage();
  const disputes = useDisputes();
  const [failure, setFailure] = useState<{ caseId: string | undefined; error: unknown }>();
  const text = useActionErrorText();
  const count = useRef<HTMLParagraphElement>(null);
  const items = query.data?.pages.flatMap((p) => p.items ?? []) ?? [];
  const done = (said: string, stayed = true) => {
    setFailure(undefined);
    announceDone(said);
    if (stayed) count.current?.focus();
  };
  const asks = useAskUnled(items, done, () => count.current?.focus());
  useAnchor(query, disputes);
  if (!query.data || isMissing(query.error) || !disputes.isFetched) return <QueryPage title={t("title")} query={query} />;
  const ofSchool = items.filter((i) => i.card?.phase === "PHASE_AWAITING_SCHOOL").length;
  // The form of a card that stays says it itself.
  const lost = items.some((i) => i.card?.caseId === failure?.caseId) ? undefined : failure?.error;
  const raced = isProblem(lost, "ETAG_STALE") || isProblem(lost, "TRANSITION_REFUSED");
  return (
    <Page title={t("title")} wide>
      <p className="vaatu-outcome">
        <AppLink to="/routing">{t("toRules")}</AppLink>
        <AppLink to="/plan">{t("toPlan")}</AppLink>
      </p>
      <Disputes query={disputes} onDone={done} />
      {disputes.data?.pages[0]?.items && <Heading variant="h2">{t("unled")}</Heading>}
      <Paragraph mb="s">{t("lead")}</Paragraph>
      <p ref={count} tabIndex={-1}>
        {items.length > 0 && <strong>{t(query.hasNextPage ? "waitingMore" : "waiting", { n: items.length - ofSchool })}</strong>}
        {ofSchool > 0 && <> {t("waitingSchool", { n: ofSchool })}</>}
      </p>
      {lost !== undefined && <ErrorNotice error={lost} text={raced ? t("raced") : text(lost)} />}
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {items.length === 0 ? (
        <Empty text={t("empty")}>
          <AppLink to="/caseload">{t("toCaseload")}</AppLink>
        </Empty>
      ) : (
        <ul className="vaatu-cards">
          {items.map((item) => (
            <TriageCard
              key={item.card?.caseId}
              item={item}
              onAsk={asks.onAsk}
              onFail={(error) => setFailure({ caseId: item.card?.caseId, error })}
              onDone={done}
            />
          ))}
        </ul>
      )}
      {asks.dialog}
      {query.hasNextPage && (
        <div className="vaatu-actions">
          <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </Page>
  );
}
