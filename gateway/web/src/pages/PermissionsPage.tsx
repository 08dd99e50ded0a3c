import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { AuthorisationJson } from "../api/types";
import { useCode } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { AppLink } from "../ui/AppLink";
import { DataTable, type Column } from "../ui/DataTable";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { authorisationsQuery } from "./permits/queries";

/** PermissionsPage lists what a principal was asked to authorise: first what waits. */
export default function PermissionsPage() {
  const { t } = useTranslation("permits");
  const query = useInfiniteQuery(authorisationsQuery);
  const columns = useColumns();
  if (!query.data || isMissing(query.error)) return <QueryPage title={t("list.title")} query={query} />;
  const rows = query.data.pages.flatMap((page) => page.authorisations ?? []);
  const waiting = query.data.pages[0]?.waiting ?? 0;
  return (
    <Page title={t("list.title")} wide>
      <Paragraph mb="s">{t("list.lead")}</Paragraph>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length === 0 ? (
        <Empty text={t("list.empty")} />
      ) : (
        <>
          <p>
            <strong>{waiting === 0 ? t("list.noneWaiting") : t("list.waiting", { count: waiting })}</strong>
          </p>
          <DataTable caption={t("list.caption")} columns={columns} rows={rows} rowKey={(r) => r.caseId ?? ""} />
        </>
      )}
      {query.hasNextPage && (
        <div className="vaatu-actions">
          <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("list.more")}
          </Button>
        </div>
      )}
    </Page>
  );
}

function useColumns(): Column<AuthorisationJson>[] {
  const { t } = useTranslation("permits");
  const code = useCode();
  const { dateTime } = useFormatting();
  return [
    { key: "number", label: t("list.number"), heading: true, render: (r) => r.number },
    { key: "filer", label: t("list.filer"), render: (r) => r.filerName },
    { key: "state", label: t("list.state"), render: (r) => code(r.state) || <strong>{t("list.waits")}</strong> },
    { key: "time", label: t("list.time"), render: (r) => <time dateTime={r.updateTime}>{dateTime(r.updateTime)}</time> },
    {
      key: "open",
      label: t("list.open"),
      bare: true,
      render: (r) => (
        <AppLink to="/permissions/$caseId" params={{ caseId: r.caseId ?? "" }} aria-label={t("list.openOf", { number: r.number ?? "" })}>
          {t("list.open")}
        </AppLink>
      ),
    },
  ];
}
