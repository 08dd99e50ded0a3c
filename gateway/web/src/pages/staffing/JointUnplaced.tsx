import { useTranslation } from "react-i18next";
import type { UnitPlanJson, UnplacedAssignmentJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { DataTable, type Column } from "../../ui/DataTable";
import { useFitWords } from "./words";

type UnplacedOf = { unit: UnitPlanJson; row: UnplacedAssignmentJson };

/** JointUnplaced lists the cases for which no unit that they wait in has a place, as cards, and why. */
export function JointUnplaced({ rows }: { rows: readonly UnplacedOf[] }) {
  const { t } = useTranslation("staffing");
  const { language } = useFormatting();
  const { why } = useFitWords();
  const code = useCode();
  const card = ({ row }: UnplacedOf) => row.assignment?.card;
  const columns: Column<UnplacedOf>[] = [
    { key: "number", label: t("plan.column.number"), heading: true, render: (r) => <span className="vaatu-number">{card(r)?.number}</span> },
    { key: "unit", label: t("joint.column.unit"), render: (r) => unitName(r.unit, language) },
    { key: "case", label: t("plan.column.case"), render: (r) => (card(r)?.needs ?? []).map((n) => code(n)).join(", ") },
    { key: "why", label: t("plan.why"), render: (r) => why(r.row) },
  ];
  return <DataTable caption={t("plan.unplacedCaption")} columns={columns} rows={rows} rowKey={(r) => r.row.assignment?.id ?? ""} condensed />;
}
