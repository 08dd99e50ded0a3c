import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { isProblem } from "../api/client";
import { announce } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Loading } from "../ui/Loading";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { isMissing } from "../ui/QueryState";
import { useIsPhone } from "../ui/useIsPhone";
import { EntryTable } from "./audit/EntryTable";
import { ExportButton } from "./audit/ExportButton";
import { Filters } from "./audit/Filters";
import { PersonSearch } from "./audit/PersonSearch";
import { entriesQuery, filterOf, searchOf, type AuditFilter } from "./audit/queries";
import { SealNotice } from "./audit/SealNotice";

/** The log for the auditor: all of it, that of one case, or that of one person. */
export default function AuditPage() {
  const { t } = useTranslation("audit");
  const { caseId, personId } = useParams({ strict: false });
  const filter = filterOf(useSearch({ strict: false }), { caseId, personId });
  const navigate = useNavigate();
  const phone = useIsPhone();
  const query = useInfiniteQuery(entriesQuery(filter));
  const entries = query.data?.pages.flatMap((page) => page.entries ?? []);
  const count = entries?.length;
  const view = JSON.stringify(filter);

  useEffect(() => {
    if (count !== undefined) announce(t("shown", { count }));
  }, [view, count, t]);

  const go = (to: AuditFilter) => void navigate({ to: ".", search: searchOf(to) as never, replace: true });
  const narrowed = Object.values(searchOf(filter)).some((value) => value !== undefined);
  const number = entries?.find((e) => e.caseId === caseId)?.caseNumber;
  const name = entries?.find((e) => e.personId === personId)?.personName;
  const numberWrong = isProblem(query.error, "VALIDATION") && query.error.fieldViolations.some((v) => v.field === "number");

  if (isMissing(query.error)) return <NotFound />;
  return (
    <Page title={caseId ? titleOf(t("caseTitle"), number && t("caseTitleOf", { number })) : personId ? titleOf(t("personTitle"), name && t("personTitleOf", { name })) : t("title")} wide>
      <SealNotice />
      {caseId || personId ? <AppLink to="/audit">{t("whole")}</AppLink> : <PersonSearch />}
      <Filters key={`${caseId} ${personId}`} filter={filter} onChange={go} numberWrong={numberWrong} />
      {query.error && !numberWrong && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {!entries && !query.error && <Loading />}
      {count === 0 && (
        <Empty text={t("noHits")}>
          {narrowed && (
            <Button variant="secondary" onClick={() => go({})}>
              {t("showAll")}
            </Button>
          )}
        </Empty>
      )}
      {entries && entries.length > 0 && (
        <>
          <EntryTable entries={entries} />
          <div className="vaatu-actions vaatu-noprint">
            {query.hasNextPage && (
              <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => !query.isFetchingNextPage && void query.fetchNextPage()}>
                {t("more")}
              </Button>
            )}
            <span>{t("shown", { count: entries.length })}</span>
            {!phone && <ExportButton filter={filter} />}
          </div>
        </>
      )}
    </Page>
  );
}

const titleOf = (plain: string, named: string | undefined) => named || plain;
