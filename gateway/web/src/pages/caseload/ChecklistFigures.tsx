import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { ListChecklistFiguresResponseJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { DataTable } from "../../ui/DataTable";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { CardsHeading } from "./Overview";

/** ChecklistFigures tells how many checklists were enough, by month: what never became a case. */
export function ChecklistFigures() {
  const { t } = useTranslation("checklist");
  const { number } = useFormatting();
  const query = useQuery({
    queryKey: keys.checklistFigures,
    queryFn: ({ signal }) => api.get<ListChecklistFiguresResponseJson>("/v1/caseload/checklists", undefined, { signal }),
  });
  if (!query.data) return query.error ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : null;
  const figures = query.data.figures ?? [];
  if (figures.length === 0) return null;
  return (
    <section>
      <CardsHeading text={t("figures.title")} />
      <DataTable
        caption={t("figures.title")}
        columns={[
          { key: "month", label: t("figures.month"), heading: true, render: (f) => monthOf(f.day ?? "") },
          { key: "count", label: t("figures.count"), align: "right", render: (f) => (f.hidden ? t("figures.hidden") : number(f.count ?? 0)) },
        ]}
        rows={figures}
        rowKey={(f) => f.day ?? ""}
        condensed
      />
      <Paragraph>{t("figures.note")}</Paragraph>
    </section>
  );
}

/** monthOf answers the month of a day as people write it: 11/2026. */
function monthOf(day: string): string {
  const [year, month] = day.split("-").map(Number);
  return `${month}/${year}`;
}
