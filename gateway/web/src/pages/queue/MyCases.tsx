import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CardJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { AppLink } from "../../ui/AppLink";
import { Chip } from "../../ui/Chip";
import { DataTable, type Column } from "../../ui/DataTable";
import { Lacks } from "../../ui/Lacks";
import { PhaseChip } from "../../ui/PhaseChip";
import { returnsQuery } from "../staffing/queries";
import { CardDue } from "./CardDue";
import { quietDays, type WorkByCase } from "./work";

/** MyCases is the table of an expert's cases. */
export function MyCases({ cards, work }: { cards: readonly CardJson[]; work: WorkByCase }) {
  const { t } = useTranslation("queue");
  const code = useCode();
  const { date } = useFormatting();
  const { loans = [] } = useQuery(returnsQuery).data ?? {};
  const of = (c: CardJson) => work.get(c.caseId ?? "");
  const quiet = (c: CardJson) => {
    const count = quietDays(of(c));
    return count === undefined ? "" : t("mine.quietDays", { count });
  };
  const columns: Column<CardJson>[] = [
    {
      key: "number",
      label: t("column.number"),
      heading: true,
      render: (c) => (
        <AppLink to="/cases/$caseId" params={{ caseId: c.caseId ?? "" }}>
          {c.number}
        </AppLink>
      ),
    },
    { key: "due", label: t("column.due"), render: (c) => <CardDue card={c} /> },
    {
      key: "phase",
      label: t("mine.phase"),
      render: (c) => (
        <>
          {c.locked ? <Chip tone="stopped" text={t("mine.locked")} /> : <PhaseChip phase={c.phase} />}
          <Lacks card={c} />
          {loans
            .filter((l) => l.caseId === c.caseId)
            .map((l) => (
              <div key={l.assignmentId}>{t("mine.lent", { date: date(l.returnDate), name: l.name })}</div>
            ))}
        </>
      ),
    },
    { key: "changed", label: t("mine.changed"), render: (c) => (of(c)?.changed ? <strong>{t("mine.isChanged")}</strong> : "") },
    { key: "quiet", label: t("mine.quiet"), render: quiet },
    { key: "needs", label: t("column.needs"), render: (c) => (c.needs ?? []).map((n) => code(n)).join(", ") || "–" },
    { key: "grade", label: t("column.grade"), render: (c) => code(c.gradeBand) || "–" },
  ];
  return <DataTable caption={t("mine.caption")} columns={columns} rows={cards} rowKey={(c) => c.caseId ?? ""} condensed />;
}
