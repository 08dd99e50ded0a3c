import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { heldQuery } from "../../api/queries";
import type { CardJson, ExpertJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { AppLink } from "../../ui/AppLink";
import { DataTable, type Column } from "../../ui/DataTable";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { PhaseChip } from "../../ui/PhaseChip";
import { Offer } from "./Offer";

/** HandOver lets somebody who will be away offer their cases to the substitute, or give them back to the queue, one by one: each has a note of its own. */
export function HandOver({ me, unitId }: { me: ExpertJson; unitId: string }) {
  const { t } = useTranslation("staffing");
  const { date } = useFormatting();
  const absence = me.absences?.find((a) => (a.substituteId || a.byUnit) && a.unitId === unitId);
  const held = useQuery({ ...heldQuery, enabled: absence !== undefined });
  const [asked, setAsked] = useState<string>();
  const opener = useRef<HTMLButtonElement>(null);
  if (absence && !held.data && held.error) return <ErrorNotice error={held.error} onRetry={() => void held.refetch()} />;
  if (!absence || !held.data || held.data.length === 0) return null;
  const unit = absence.byUnit === true;
  const days = { from: date(absence.fromDate), to: date(absence.toDate) };
  const columns: Column<CardJson>[] = [
    {
      key: "number",
      label: t("plan.column.number"),
      heading: true,
      render: (c) => (
        <AppLink to="/cases/$caseId" params={{ caseId: c.caseId ?? "" }}>
          {c.number}
        </AppLink>
      ),
    },
    { key: "phase", label: t("plan.column.case"), render: (c) => <PhaseChip phase={c.phase} /> },
    {
      key: "offer",
      label: t("plan.column.action"),
      bare: true,
      render: (c) => (
        <Button
          variant="secondary"
          aria-label={t(unit ? "handOver.toQueueNamed" : "handOver.offerNamed", { number: c.number })}
          onClick={(event) => {
            opener.current = event.currentTarget as HTMLButtonElement;
            setAsked(c.caseId);
          }}
        >
          {t(unit ? "handOver.toQueue" : "handOver.offer")}
        </Button>
      ),
    },
  ];
  return (
    <section aria-labelledby="hand-over-heading" className="vaatu-handover">
      <Heading variant="h2" id="hand-over-heading">
        {t(unit ? "handOver.titleUnit" : "handOver.title")}
      </Heading>
      <Paragraph mb="s">
        {unit ? t("handOver.textUnit", days) : t("handOver.text", { name: absence.substituteName, ...days })}
      </Paragraph>
      {!unit && <Paragraph mb="s">{t(absence.forGood ? "handOver.forGood" : "handOver.returned")}</Paragraph>}
      <DataTable caption={t("handOver.caption")} columns={columns} rows={held.data} rowKey={(c) => c.caseId ?? ""} condensed />
      {asked && (
        <Offer
          caseId={asked}
          isPart={(a) => a.holderId === me.personId && a.unitId === unitId}
          receiver={unit ? undefined : (absence.substituteId ?? "")}
          opener={opener}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}
