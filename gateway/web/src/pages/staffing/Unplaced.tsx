import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { UnplacedAssignmentJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { DataTable, type Column } from "../../ui/DataTable";
import { useFitWords } from "./words";

/** Unplaced lists the cases for which a plan has no place, and why. */
export function Unplaced({ rows, level }: { rows: readonly UnplacedAssignmentJson[]; level: "h2" | "h3" }) {
  const { t } = useTranslation("staffing");
  const { why } = useFitWords();
  const code = useCode();
  const columns: Column<UnplacedAssignmentJson>[] = [
    { key: "number", label: t("plan.column.number"), heading: true, render: (u) => <span className="vaatu-number">{u.assignment?.card?.number}</span> },
    { key: "case", label: t("plan.column.case"), render: (u) => (u.assignment?.card?.needs ?? []).map((n) => code(n)).join(", ") },
    { key: "why", label: t("plan.why"), render: why },
  ];
  return (
    <>
      <Heading variant={level}>{t("plan.unplaced")}</Heading>
      <DataTable caption={t("plan.unplacedCaption")} columns={columns} rows={rows} rowKey={(u) => u.assignment?.id ?? ""} condensed />
    </>
  );
}
