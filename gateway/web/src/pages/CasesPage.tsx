import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, SearchInput } from "suomifi-ui-components";
import { casesPage, grantsOf, keys, pollIntervalTold, useMe, type CaseFilter } from "../api/queries";
import type { CardJson, PhaseJson } from "../api/types";
import { useCode } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { announce } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { DataTable, type Column } from "../ui/DataTable";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Loading } from "../ui/Loading";
import { WayBack } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { Lacks } from "../ui/Lacks";
import { PhaseChip } from "../ui/PhaseChip";
import { Select } from "../ui/Select";
import { NewRequest } from "./form/NewRequest";

const route = getRouteApi("/cases");

const phases: readonly PhaseJson[] = [
  "PHASE_AWAITING_SCHOOL",
  "PHASE_ADVISED",
  "PHASE_TRIAGE",
  "PHASE_QUEUED",
  "PHASE_IN_CONSULTATION",
  "PHASE_AWAITING_PERMISSION",
  "PHASE_FOLLOW_UP",
  "PHASE_CLOSED",
  "PHASE_WITHDRAWN",
];

function useCases(filter: CaseFilter) {
  return useInfiniteQuery({
    queryKey: keys.caseList(filter),
    queryFn: ({ pageParam, signal }) => casesPage(filter, pageParam, 50, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: pollIntervalTold,
  });
}

/** The consultations that the person has a part in, the latest changed first. */
export default function CasesPage() {
  const { t } = useTranslation("cases");
  const me = useMe().data;
  const { phase: wanted, number } = route.useSearch();
  const phase = phases.find((p) => p === wanted);
  const query = useCases({ phase, number });
  const columns = useColumns(grantsOf(me, "ROLE_LEAD").length > 0);
  const cards = query.data?.pages.flatMap((page) => page.cases ?? []);
  const count = cards?.length;

  useEffect(() => {
    if (count !== undefined) announce(t("shown", { count }));
  }, [count, t]);

  return (
    <Page title={t("title")} wide>
      <WayBack />
      {grantsOf(me, "ROLE_REQUESTER", "ROLE_PRINCIPAL").length > 0 && (
        <div className="vaatu-actions vaatu-actions--first">
          <NewRequest />
        </div>
      )}
      <Filters phase={phase} number={number} />
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {!cards && !query.error && <Loading />}
      {cards?.length === 0 && <Empty text={number ? t("noHits") : phase ? t("noHitsPhase") : t("empty")} />}
      {cards && cards.length > 0 && (
        <>
          <DataTable caption={t("caption")} columns={columns} rows={cards} rowKey={(c) => c.caseId ?? ""} />
          <div className="vaatu-actions">
            {query.hasNextPage && (
              <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => !query.isFetchingNextPage && void query.fetchNextPage()}>
                {t("more")}
              </Button>
            )}
            <span>{t("shown", { count: cards.length })}</span>
          </div>
        </>
      )}
    </Page>
  );
}

function Filters({ phase, number }: { phase: PhaseJson | undefined; number: string | undefined }) {
  const { t } = useTranslation("cases");
  const code = useCode();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(number ?? "");
  const [last, setLast] = useState(number);
  if (number !== last) {
    setLast(number);
    setTyped(number ?? "");
  }
  const go = (search: { phase?: string; number?: string }) => void navigate({ to: "/cases", search });
  return (
    <div className="vaatu-filters">
      <Select
        label={t("filter.phase")}
        value={phase ?? "all"}
        onChange={(value) => go({ phase: value === "all" ? undefined : value, number })}
        options={[{ value: "all", label: t("filter.all") }, ...phases.map((p) => ({ value: p, label: code(p) }))]}
      />
      <SearchInput
        labelText={t("filter.number")}
        clearButtonLabel={t("filter.clear")}
        searchButtonLabel={t("filter.search")}
        value={typed}
        onChange={(value) => {
          setTyped(String(value ?? ""));
          if (!value) go({ phase });
        }}
        onSearch={(value) => go({ phase, number: String(value ?? "").trim() || undefined })}
      />
    </div>
  );
}

function useColumns(head: boolean): Column<CardJson>[] {
  const { t } = useTranslation("cases");
  const code = useCode();
  const { date } = useFormatting();
  const columns: Column<CardJson>[] = [
    {
      key: "number",
      label: t("number"),
      heading: true,
      render: (c) => (
        <AppLink to="/cases/$caseId" params={{ caseId: c.caseId ?? "" }} aria-label={t("openOf", { number: c.number })}>
          {c.number}
        </AppLink>
      ),
    },
    {
      key: "phase",
      label: t("phase"),
      render: (c) => (
        <>
          <PhaseChip phase={c.phase} />
          <Lacks card={c} />
        </>
      ),
    },
    { key: "needs", label: t("needs"), render: (c) => (c.needs ?? []).map(code).join(", ") },
    { key: "turn", label: t("turn"), render: (c) => code(c.turn) },
    { key: "since", label: t("since"), render: (c) => date(c.waitingSince ?? c.createTime) },
    { key: "due", label: t("due"), render: (c) => date(c.due) },
  ];
  if (head) columns.splice(3, 0, { key: "holder", label: t("holder"), render: (c) => c.holderNames?.join(", ") ?? t("nobody") });
  return columns;
}
