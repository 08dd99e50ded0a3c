import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { caseQuery, draftQuery } from "../api/queries";
import type { RequestJson, SectionJson } from "../api/types";
import { needTexts } from "../i18n";
import { schoolName } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { ErrorNotice } from "../ui/ErrorNotice";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { FileNames } from "./attachments/FileNames";
import "./case/case.css";
import { Thread } from "./case/Thread";
import { useThread } from "./case/useThread";
import { AnswerList } from "./form/AnswerList";
import "./form/form.css";

const Limited = lazy(async () => (await Promise.all([import("./parts/Limited"), needTexts("parts")]))[0]);

/** The request for paper, from a draft or from a case: all answers, nothing folded away, the number on each sheet. */
export default function PrintPage() {
  const { draftId, caseId } = useParams({ strict: false });
  return draftId ? <PrintDraft draftId={draftId} /> : <PrintCase caseId={caseId ?? ""} />;
}

function PrintDraft({ draftId }: { draftId: string }) {
  const { t } = useTranslation("form");
  const query = useQuery(draftQuery(draftId));
  if (!query.data || isMissing(query.error)) return <QueryPage title={t("print.title")} query={query} />;
  return <Sheets id={draftId} number={t("print.draft")} request={query.data.request ?? {}} />;
}

function PrintCase({ caseId }: { caseId: string }) {
  const { t } = useTranslation("form");
  const { language, dateTime } = useFormatting();
  const query = useQuery(caseQuery(caseId));
  if (!query.data || isMissing(query.error)) return <QueryPage title={t("print.title")} query={query} />;
  const { number = "", request } = query.data;
  if (!request) return <NotFound />;
  return (
    <Sheets
      id={caseId}
      number={number}
      school={schoolName(query.data, language)}
      filed={t("print.filed", { time: dateTime(query.data.createTime), name: query.data.filerName ?? "" })}
      request={request}
      hidden={query.data.hidden}
    >
      <Said caseId={caseId} />
    </Sheets>
  );
}

/** Said is what school and experts have said to each other. */
function Said({ caseId }: { caseId: string }) {
  const { t } = useTranslation("case");
  const { thread, failed } = useThread(caseId);
  return (
    <section>
      <Heading variant="h2">{t("message.heading")}</Heading>
      {failed && <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />}
      {thread && <Thread thread={thread} named />}
    </section>
  );
}

type SheetsProps = { id: string; number: string; school?: string; filed?: string; request: RequestJson; hidden?: readonly SectionJson[] | undefined; children?: ReactNode };

function Sheets({ id, number, school, filed, request, hidden, children }: SheetsProps) {
  const { t } = useTranslation("form");
  const { dateTime, date } = useFormatting();
  return (
    <Page title={t("print.title")}>
      <div className="vaatu-actions vaatu-noprint">
        <Button onClick={() => window.print()}>{t("print.button")}</Button>
      </div>
      <Paragraph>{[number, school].filter(Boolean).join(" · ")}</Paragraph>
      {filed && <Paragraph>{filed}</Paragraph>}
      {hidden && (
        <Suspense fallback={null}>
          <Limited hidden={hidden} />
        </Suspense>
      )}
      <AnswerList request={request} hidden={hidden} files={<FileNames caseId={id} />} />
      {children}
      <Paragraph mt="m">
        {request.codeList && `${t("codeList", { date: date(request.codeList) })}. `}
        {t("print.printed", { time: dateTime(new Date().toISOString()) })}
      </Paragraph>
      <div className="vaatu-sheet" aria-hidden="true">
        Vaatu {number}
      </div>
    </Page>
  );
}
