import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { CardJson } from "../../api/types";
import type { ListCaseloadCasesResponseJson } from "../../gen/vaatu/caseload/v1/caseload_pb";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { DataTable, type Column } from "../../ui/DataTable";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { PhaseChip } from "../../ui/PhaseChip";
import { OpenContent } from "../glass/OpenContent";
import { Due } from "./Due";
import type { Filters } from "./filters";

/** CaseList shows the cards behind a figure: no names, no texts, and no way into a case but break-glass. */
export function CaseList({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  const { t } = useTranslation("caseload");
  const code = useCode();
  const query = useInfiniteQuery({
    queryKey: keys.caseloadCases({ ...filters }),
    queryFn: ({ pageParam, signal }) =>
      api.get<ListCaseloadCasesResponseJson>("/v1/caseload/cases", { ...filters, pageSize: 50, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
  });
  const cards = query.data?.pages.flatMap((p) => p.cases ?? []);
  const count = cards?.length;
  const found = count === undefined ? "" : query.hasNextPage ? t("foundMore", { n: count }) : t("found", { count });
  useEffect(() => {
    if (found !== "") announce(found);
  }, [found]);
  if (!cards) {
    return query.error ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : <Loading />;
  }
  const codes = [filters.phase, filters.actor, filters.area, filters.need].filter((c) => c !== undefined);
  const chosen = [...codes.map((c) => code(c)), ...(filters.open ? [t("open")] : []), ...(filters.unled ? [t("noActor")] : []), ...(filters.late ? [t("late")] : [])];
  if (cards.length === 0) {
    return (
      <Empty text={t("empty")}>
        <Button variant="secondary" onClick={onClear}>
          {t("clear")}
        </Button>
      </Empty>
    );
  }
  return (
    <>
      <p className="vaatu-count">
        <strong>{found}</strong>
        {chosen.length > 0 && ` · ${chosen.join(", ")}`}
      </p>
      <Cards cards={cards} />
      {query.hasNextPage && (
        <div className="vaatu-actions">
          <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Cards({ cards }: { cards: readonly CardJson[] }) {
  const { t } = useTranslation(["caseload", "glass"]);
  const code = useCode();
  const { language, dateTime } = useFormatting();
  const columns: Column<CardJson>[] = [
    { key: "number", label: t("caseload:column.number"), heading: true, render: (c) => c.number },
    { key: "phase", label: t("caseload:phase"), render: (c) => <PhaseChip phase={c.phase} /> },
    { key: "turn", label: t("caseload:column.turn"), render: (c) => code(c.turn) },
    { key: "since", label: t("caseload:column.since"), render: (c) => dateTime(c.waitingSince) },
    { key: "due", label: t("caseload:column.due"), render: (c) => <Due card={c} /> },
    { key: "unit", label: t("caseload:column.unit"), render: (c) => unitName(c, language) || t("caseload:noActor") },
    { key: "needs", label: t("caseload:need"), render: (c) => (c.needs ?? []).map((n) => code(n)).join(", ") },
    { key: "area", label: t("caseload:area"), render: (c) => code(c.area) },
    { key: "county", label: t("caseload:column.county"), render: (c) => (c.county ? code(`county.${c.county}`) : "") },
    { key: "open", label: t("glass:open.button"), bare: true, render: (c) => c.phase !== "PHASE_ERASED" && <OpenContent card={c} /> },
  ];
  return <DataTable caption={t("caseload:caption")} columns={columns} rows={cards} rowKey={(c) => c.caseId ?? ""} condensed />;
}
