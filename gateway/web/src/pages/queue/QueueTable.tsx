import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AssignmentJson } from "../../api/types";
import { useViewing, type Viewing } from "../../api/viewing";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { DataTable, type Column } from "../../ui/DataTable";
import { PhaseChip } from "../../ui/PhaseChip";
import { CardDue } from "./CardDue";
import { ClaimCell } from "./ClaimCell";
import { placeRows, type Marked, type Row } from "./rows";
import type { Claims } from "./useClaims";
import { lookedAt, useLookedAt } from "./useLookedAt";
import { rowId } from "./useTaken";

type QueueTableProps = { unitId: string; waiting: readonly AssignmentJson[]; taken: ReadonlyMap<string, Marked>; claims: Claims };

/** QueueTable shows the waiting cards. A row that goes away under the focus turns to text instead of vanishing. */
export function QueueTable({ unitId, waiting, taken, claims }: QueueTableProps) {
  const { t } = useTranslation("queue");
  const [focused, setFocused] = useState<Marked>();
  const { caseId, heard } = useLookedAt();
  const columns = useColumns(useViewing(unitId, caseId));
  const all = new Map([...taken, ...claims.marked]);
  const focusedId = focused?.assignment.id ?? "";
  if (focused && !all.has(focusedId)) all.set(focusedId, focused);
  // What another did elsewhere takes no focus; under the person's hands it does.
  const isQuiet = (id: string) => taken.has(id) && !claims.marked.has(id) && id !== focusedId;
  const rows = placeRows(waiting, all);
  const claimColumn: Column<Row> = {
    key: "claim",
    label: t("column.claim"),
    bare: true,
    render: (row) => {
      const index = rows.indexOf(row);
      return (
        <div
          id={rowId(row.assignment.id)}
          {...lookedAt(row.assignment.caseId)}
          onFocus={() => setFocused({ assignment: row.assignment, index, mark: { kind: "gone" } })}
          onBlur={() => setFocused(undefined)}
        >
          <ClaimCell row={row} index={index} claims={claims} quiet={isQuiet(row.assignment.id ?? "")} />
        </div>
      );
    },
  };
  return (
    <div {...heard}>
      <DataTable
        caption={t("caption")}
        columns={[...columns, claimColumn]}
        rows={rows}
        rowKey={(row) => row.assignment.id ?? ""}
        condensed
      />
    </div>
  );
}

function useColumns(viewing: Viewing): Column<Row>[] {
  const { t } = useTranslation("queue");
  const code = useCode();
  const { date } = useFormatting();
  return [
    {
      key: "number",
      label: t("column.number"),
      heading: true,
      render: ({ assignment: a }) => (
        <>
          <span className="vaatu-number">{a.card?.number}</span>
          {/* What came back to the queue has been worked on. */}
          {a.card?.phase !== "PHASE_QUEUED" && <PhaseChip phase={a.card?.phase} />}
          {a.role === "ROLE_PARTNER" && <div>{code("PART_PARTNER")}</div>}
        </>
      ),
    },
    { key: "since", label: t("column.since"), render: ({ assignment: a }) => date(a.updateTime) },
    { key: "due", label: t("column.due"), render: ({ assignment: a }) => (a.due && !a.card?.clock ? date(a.due) : <CardDue card={a.card} />) },
    { key: "needs", label: t("column.needs"), render: ({ assignment: a }) => (a.card?.needs ?? []).map((n) => code(n)).join(", ") },
    { key: "grade", label: t("column.grade"), render: ({ assignment: a }) => code(a.card?.gradeBand) },
    {
      key: "language",
      label: t("column.language"),
      render: ({ assignment: a }) => (a.card?.language ? code(`LANGUAGE_${a.card.language.toUpperCase()}`) : ""),
    },
    { key: "area", label: t("column.area"), render: ({ assignment: a }) => code(a.card?.area) },
    { key: "urgency", label: t("column.urgency"), render: ({ assignment: a }) => code(a.card?.urgency ?? "URGENCY_NORMAL") },
    { key: "viewing", label: t("column.viewing"), render: ({ assignment: a }) => viewing.get(a.caseId ?? "")?.join(", ") ?? "" },
  ];
}
