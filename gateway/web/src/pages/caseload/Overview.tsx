import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { CaseloadJson } from "../../gen/vaatu/caseload/v1/caseload_pb";
import { useCode } from "../../i18n/codes";
import { formatTime, useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { AppLink } from "../../ui/AppLink";
import { DataTable, type Column } from "../../ui/DataTable";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { useIsPhone } from "../../ui/useIsPhone";
import { tableOf, type Lead, type PhaseRow } from "./counts";
import type { Filters } from "./filters";

type OverviewProps = { filters: Filters; onClear: () => void };

/** Overview shows the figures, and leads from each to the cases behind it. */
export function Overview({ filters: { area, actor }, onClear }: OverviewProps) {
  const { t } = useTranslation("caseload");
  const { t: tCommon } = useTranslation("common");
  const query = useQuery({
    queryKey: keys.caseload({ area, actor }),
    queryFn: ({ signal }) => api.get<CaseloadJson>("/v1/caseload", { area, actor }, { signal }),
    refetchInterval: 60_000,
  });
  const total = query.data?.total ?? 0;
  useFound(query.data ? `${area}/${actor}` : "", total);
  if (!query.data) {
    return query.error ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : <Loading />;
  }
  if (total === 0) {
    return (
      <Empty text={t("empty")}>
        {(area || actor) && (
          <Button variant="secondary" onClick={onClear}>
            {t("clear")}
          </Button>
        )}
      </Empty>
    );
  }
  return (
    <>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      <section aria-labelledby="figures-heading">
        <Heading variant="h2" id="figures-heading">
          {t("figures")}
        </Heading>
        <dl className="vaatu-figures">
          <div>
            <dt>{t("open")}</dt>
            <dd>
              <CountLink count={query.data.open ?? 0} name={t("open")} search={{ area, actor, open: "true" }} />
            </dd>
          </div>
          <div>
            <dt>{t("late")}</dt>
            <dd>
              <CountLink count={query.data.late ?? 0} name={t("late")} search={{ area, actor, late: "true" }} />
            </dd>
          </div>
          <div>
            <dt>{t("total")}</dt>
            <dd>
              <CountLink count={total} name={t("total")} search={{ area, actor }} />
            </dd>
          </div>
        </dl>
        <p className="vaatu-thread__meta">
          {t("openNote")} {t("lateNote")} {tCommon("updated", { time: formatTime(new Date(query.dataUpdatedAt)) })}
        </p>
      </section>
      <PhaseTable caseload={query.data} filters={{ area, actor }} />
      <NeedTable caseload={query.data} filters={{ area, actor }} />
    </>
  );
}

/** useFound says how many cases a filter finds; not at the first sight of the page. */
function useFound(view: string, total: number): void {
  const { t } = useTranslation("caseload");
  const last = useRef("");
  useEffect(() => {
    if (view === "" || view === last.current) return;
    if (last.current !== "") announce(t("found", { count: total }));
    last.current = view;
  }, [view, total, t]);
}

type TableProps = { caseload: CaseloadJson; filters: Filters };

function PhaseTable({ caseload, filters }: TableProps) {
  const { t } = useTranslation("caseload");
  const code = useCode();
  const { leads, rows } = tableOf(caseload.counts ?? []);
  const leadName = (lead: Lead) => (lead === "NONE" ? t("noActor") : code(lead));
  const cell = (row: PhaseRow, lead: Lead) => {
    const count = row.cells.get(lead) ?? 0;
    const search: Filters = { ...filters, phase: row.phase, ...(lead === "NONE" ? { unled: "true" } : { actor: lead }) };
    return <CountLink count={count} name={`${code(row.phase)}, ${leadName(lead)}`} search={search} />;
  };
  const columns: Column<PhaseRow>[] = [
    { key: "phase", label: t("phase"), heading: true, render: (row) => code(row.phase) },
    ...leads.map((lead) => ({
      key: lead,
      label: leadName(lead),
      align: "right" as const,
      render: (row: PhaseRow) => cell(row, lead),
    })),
    {
      key: "total",
      label: t("total"),
      align: "right",
      render: (row) => (
        <CountLink count={row.total} name={`${code(row.phase)}, ${t("total")}`} search={{ ...filters, phase: row.phase }} />
      ),
    },
  ];
  return (
    <section>
      <CardsHeading text={t("byPhase")} />
      <DataTable caption={t("byPhase")} columns={columns} rows={rows} rowKey={(row) => row.phase} condensed />
    </section>
  );
}

function NeedTable({ caseload, filters }: TableProps) {
  const { t } = useTranslation("caseload");
  const code = useCode();
  const { number } = useFormatting();
  const needs = [...(caseload.needs ?? [])].sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
  if (needs.length === 0) return null;
  return (
    <section>
      <CardsHeading text={t("byNeed")} />
      <DataTable
        caption={t("byNeed")}
        columns={[
          {
            key: "need",
            label: t("need"),
            heading: true,
            render: (n) => (
              <AppLink to="/caseload/cases" search={{ ...filters, need: n.need, open: "true" }}>
                {code(n.need)}
              </AppLink>
            ),
          },
          { key: "count", label: t("count"), align: "right", render: (n) => number(n.count ?? 0) },
        ]}
        rows={needs}
        rowKey={(n) => n.need ?? ""}
        condensed
      />
      <Paragraph>{t("byNeedNote")}</Paragraph>
    </section>
  );
}

/** CardsHeading stands over the cards of a phone; a table has its caption. */
export function CardsHeading({ text }: { text: string }) {
  return useIsPhone() ? <Heading variant="h2">{text}</Heading> : null;
}

function CountLink({ count, name, search }: { count: number; name: string; search: Filters }) {
  const { number } = useFormatting();
  if (count === 0) return <>{number(count)}</>;
  return (
    <AppLink to="/caseload/cases" search={search} aria-label={`${name}: ${number(count)}`} className="vaatu-figurelink">
      {number(count)}
    </AppLink>
  );
}
