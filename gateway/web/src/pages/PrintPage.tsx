import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { caseQuery, draftQuery } from "../api/queries";
import type { RequestJson } from "../api/types";
import { schoolName } from "../i18n/codes";
import { useFormatting, useLanguage } from "../i18n/formatting";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { QueryPage } from "../ui/QueryState";
import { FileNames } from "./attachments/FileNames";
import { AnswerList } from "./form/AnswerList";
import "./form/form.css";

/** The request for paper, from a draft or from a case: all answers, nothing folded away, the number on each sheet. */
export default function PrintPage() {
  const { draftId, caseId } = useParams({ strict: false });
  return draftId ? <PrintDraft draftId={draftId} /> : <PrintCase caseId={caseId ?? ""} />;
}

function PrintDraft({ draftId }: { draftId: string }) {
  const { t } = useTranslation("form");
  const query = useQuery(draftQuery(draftId));
  if (!query.data) return <QueryPage title={t("print.title")} query={query} />;
  return <Sheets id={draftId} number={t("print.draft")} school="" request={query.data.request ?? {}} />;
}

function PrintCase({ caseId }: { caseId: string }) {
  const { t } = useTranslation("form");
  const language = useLanguage();
  const query = useQuery(caseQuery(caseId));
  if (!query.data) return <QueryPage title={t("print.title")} query={query} />;
  const { number = "", request } = query.data;
  if (!request) return <NotFound />;
  return <Sheets id={caseId} number={number} school={schoolName(query.data, language)} request={request} />;
}

type SheetsProps = { id: string; number: string; school: string; request: RequestJson };

function Sheets({ id, number, school, request }: SheetsProps) {
  const { t } = useTranslation("form");
  const { dateTime, date } = useFormatting();
  return (
    <Page title={t("print.title")}>
      <div className="vaatu-actions vaatu-noprint">
        <Button onClick={() => window.print()}>{t("print.button")}</Button>
      </div>
      <Paragraph>{[number, school].filter((part) => part !== "").join(" · ")}</Paragraph>
      <AnswerList request={request} files={<FileNames caseId={id} />} />
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
