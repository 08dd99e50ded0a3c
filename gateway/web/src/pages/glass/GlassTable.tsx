import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { BreakGlassJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { Chip } from "../../ui/Chip";
import { DataTable, type Column } from "../../ui/DataTable";
import { isLate, isOpen } from "./state";

type GlassTableProps = {
  glasses: readonly BreakGlassJson[];
  onReview: (glass: BreakGlassJson, opener: HTMLButtonElement) => void;
};

/** GlassTable lists openings, each with who was told of it and what became of its review. */
export function GlassTable({ glasses, onReview }: GlassTableProps) {
  const { t } = useTranslation("glass");
  const { dateTime } = useFormatting();
  const columns: Column<BreakGlassJson>[] = [
    { key: "number", label: t("column.number"), heading: true, render: (g) => g.number },
    { key: "opener", label: t("column.opener"), render: (g) => g.openerName },
    { key: "time", label: t("column.time"), render: (g) => dateTime(g.createTime) },
    { key: "reason", label: t("column.reason"), render: (g) => <span className="vaatu-words">{g.reason || t("erased")}</span> },
    { key: "told", label: t("column.told"), render: (g) => (g.toldNames ?? []).join(", ") || t("toldNobody") },
    { key: "state", label: t("column.state"), render: (g) => <State glass={g} /> },
    {
      key: "actions",
      label: t("column.actions"),
      bare: true,
      render: (g) =>
        g.allowedActions?.includes("BREAK_GLASS_ACTION_REVIEW") ? (
          <Button
            variant="secondary"
            aria-label={t("review.of", { number: g.number })}
            onClick={(event) => onReview(g, event.currentTarget as HTMLButtonElement)}
          >
            {t("review.button")}
          </Button>
        ) : null,
    },
  ];
  return <DataTable caption={t("caption")} columns={columns} rows={glasses} rowKey={(g) => g.id ?? ""} condensed />;
}

function State({ glass }: { glass: BreakGlassJson }) {
  const { t } = useTranslation("glass");
  const code = useCode();
  const { moment, date } = useFormatting();
  if (glass.finding) {
    return (
      <>
        <Chip tone={glass.finding === "FINDING_IN_ORDER" ? "done" : "school"} text={code(glass.finding)} />{" "}
        <span>{t("reviewedBy", { name: glass.reviewerName, when: date(glass.reviewTime) })}</span>
      </>
    );
  }
  if (isOpen(glass)) return <Chip tone="waiting" text={t("openUntil", { time: moment(glass.expireTime) })} />;
  return (
    <>
      <Chip tone={isLate(glass) ? "school" : "waiting"} text={t("waits")} />{" "}
      <span>{isLate(glass) ? t("late") : t("since", { date: date(glass.createTime) })}</span>
    </>
  );
}
