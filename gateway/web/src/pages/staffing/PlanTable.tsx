import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AssignmentJson, PlannedAssignmentJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { DataTable, type Column } from "../../ui/DataTable";
import { Reasons } from "./Reasons";
import { useFitWords } from "./words";

type PlanTableProps = {
  rows: readonly PlannedAssignmentJson[];
  /** Accepts a row; left out where the reader accepts nothing. */
  action?: (row: PlannedAssignmentJson) => ReactNode;
};

/** PlanTable shows the proposals of a plan, each with what it costs and who would be next. */
export function PlanTable({ rows, action }: PlanTableProps) {
  const { t } = useTranslation("staffing");
  const { cases, runnerUp } = useFitWords();
  const code = useCode();
  const facts = ({ card }: AssignmentJson) =>
    [
      (card?.needs ?? []).map((n) => code(n)).join(", "),
      code(card?.gradeBand),
      card?.language && code(`LANGUAGE_${card.language.toUpperCase()}`),
      code(card?.area),
      code(card?.urgency ?? "URGENCY_NORMAL"),
    ]
      .filter((f) => f)
      .join(" · ");
  const load = (r: PlannedAssignmentJson) => {
    const after = r.candidate?.reasons?.find(({ code: c }) => c === "FIT_CODE_WITHIN_LIMIT" || c === "FIT_CODE_OVER_LIMIT");
    return t("plan.cost", { count: (after?.value ?? 0) / 10, before: cases(r.loadBefore), after: cases(after?.value), hours: r.weeklyHours ?? 0 });
  };
  const columns: Column<PlannedAssignmentJson>[] = [
    { key: "number", label: t("plan.column.number"), heading: true, render: (r) => <span className="vaatu-number">{r.assignment?.card?.number}</span> },
    { key: "case", label: t("plan.column.case"), render: (r) => facts(r.assignment ?? {}) },
    {
      key: "who",
      label: t("plan.column.who"),
      render: (r) => (
        <>
          <strong>{r.candidate?.me ? t("me", { name: r.candidate.name }) : r.candidate?.name}</strong>
          <Reasons candidate={r.candidate ?? {}} />
        </>
      ),
    },
    { key: "cost", label: t("plan.column.cost"), render: load },
    { key: "alternative", label: t("plan.column.alternative"), render: (r) => runnerUp(r.runnerUp) },
  ];
  if (action) columns.push({ key: "action", label: t("plan.column.action"), bare: true, render: action });
  return <DataTable caption={t("plan.caption")} columns={columns} rows={rows} rowKey={(r) => r.assignment?.id ?? ""} condensed />;
}
