import { useInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import type { EntryJson } from "../api/types";
import { useFormatting } from "../i18n/formatting";
import { AppLink } from "../ui/AppLink";
import { DataTable, type Column } from "../ui/DataTable";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Loading } from "../ui/Loading";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { isMissing } from "../ui/QueryState";
import { Result } from "./audit/EntryTable";
import { disclosuresQuery, readsQuery } from "./audit/queries";
import { useEntryWords } from "./audit/words";

/** Who has read a case, and to whom it was disclosed, for those who answer for it. */
export default function ReadsPage() {
  const { t } = useTranslation(["audit", "case"]);
  const { caseId } = useParams({ from: "/cases/$caseId/reads" });
  const reads = useInfiniteQuery(readsQuery(caseId));
  const entries = reads.data?.pages.flatMap((page) => page.reads ?? []);
  const number = entries?.find((e) => e.caseNumber)?.caseNumber;
  const columns = useReadColumns();
  if (isMissing(reads.error)) return <NotFound />;
  return (
    <Page title={number ? t("reads.titleOf", { number }) : t("case:readers")} wide>
      <div className="vaatu-actions vaatu-actions--first vaatu-noprint">
        <AppLink to="/cases/$caseId" params={{ caseId }}>
          {t("reads.back")}
        </AppLink>
        <Button variant="secondary" onClick={() => window.print()}>
          {t("reads.print")}
        </Button>
      </div>
      <Paragraph mb="s">{t("reads.lead")}</Paragraph>
      <List query={reads} entries={entries} columns={columns} caption={t("reads.caption")} empty={t("reads.empty")} />
      <Disclosures caseId={caseId} />
    </Page>
  );
}

function Disclosures({ caseId }: { caseId: string }) {
  const { t } = useTranslation("audit");
  const query = useInfiniteQuery(disclosuresQuery(caseId));
  const entries = query.data?.pages.flatMap((page) => page.disclosures ?? []);
  return (
    <section aria-labelledby="disclosures">
      <Heading variant="h2" id="disclosures">
        {t("reads.disclosed")}
      </Heading>
      <List query={query} entries={entries} columns={useDisclosureColumns()} caption={t("reads.disclosedCaption")} empty={t("reads.notDisclosed")} />
    </section>
  );
}

type ListProps = {
  query: { error: unknown; refetch: () => unknown; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  entries: readonly EntryJson[] | undefined;
  columns: readonly Column<EntryJson>[];
  caption: string;
  empty: string;
};

function List({ query, entries, columns, caption, empty }: ListProps) {
  const { t } = useTranslation("audit");
  return (
    <>
      {query.error !== null && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {!entries && query.error === null && <Loading />}
      {entries?.length === 0 && <Empty text={empty} />}
      {entries && entries.length > 0 && <DataTable caption={caption} columns={columns} rows={entries} rowKey={(e) => e.id ?? ""} condensed />}
      {query.hasNextPage && (
        <div className="vaatu-actions vaatu-noprint">
          <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => !query.isFetchingNextPage && void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function useReadColumns(): Column<EntryJson>[] {
  const { t } = useTranslation("audit");
  const words = useEntryWords();
  const { dateTime, number } = useFormatting();
  const often = (e: EntryJson) => ((e.times ?? 1) > 1 ? `, ${t("reads.times", { n: number(e.times ?? 1) })}` : "");
  return [
    { key: "who", label: t("column.who"), heading: true, render: words.who },
    { key: "as", label: t("column.as"), render: words.as },
    { key: "what", label: t("column.what"), render: (e) => words.what(e) + often(e) },
    { key: "time", label: t("column.time"), render: (e) => <time dateTime={e.time}>{dateTime(e.time)}</time> },
    { key: "outcome", label: t("column.outcome"), render: (e) => <Result entry={e} /> },
  ];
}

function useDisclosureColumns(): Column<EntryJson>[] {
  const { t } = useTranslation("audit");
  const words = useEntryWords();
  const { dateTime } = useFormatting();
  return [
    { key: "to", label: t("column.to"), heading: true, render: words.to },
    { key: "what", label: t("column.what"), render: words.texts },
    { key: "time", label: t("column.time"), render: (e) => <time dateTime={e.time}>{dateTime(e.time)}</time> },
    { key: "basis", label: t("column.basis"), render: words.basis },
    { key: "who", label: t("column.who"), render: words.who },
  ];
}
