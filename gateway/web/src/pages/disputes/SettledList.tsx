import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert, Paragraph } from "suomifi-ui-components";
import type { SettlementJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { settlementQuery } from "./settlements";

/** SettledList tells whose part ended with a dispute how coordination settled it, and why, once they ask. */
export default function SettledList({ settlements }: { settlements: readonly SettlementJson[] }) {
  const { t } = useTranslation("disputes");
  return (
    <InlineAlert status="neutral" mb="m" labelText={t("settled.title")}>
      <Paragraph mb="s">{t("settled.text")}</Paragraph>
      {settlements.map((s) => (
        <Line key={`${s.caseId} ${s.settleTime}`} settlement={s} />
      ))}
    </InlineAlert>
  );
}

function Line({ settlement }: { settlement: SettlementJson }) {
  const { t } = useTranslation("disputes");
  const { date, language } = useFormatting();
  const [open, setOpen] = useState(false);
  const id = useId();
  const said = {
    number: settlement.number,
    date: date(settlement.settleTime),
    unit: unitName(settlement, language),
  };
  return (
    <div>
      <Paragraph>{settlement.outcome === "DISPUTE_OUTCOME_MOVES" ? t("settled.moves", said) : t("settled.triage", said)}</Paragraph>
      <Button variant="secondaryNoBorder" aria-label={t(open ? "settled.hideNamed" : "settled.showNamed", said)} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {t(open ? "settled.hide" : "settled.show")}
      </Button>
      <div id={id}>{open && <Reason settlement={settlement} />}</div>
    </div>
  );
}

function Reason({ settlement }: { settlement: SettlementJson }) {
  const { t } = useTranslation("disputes");
  const query = useQuery(settlementQuery(settlement));
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  return (
    <dl className="vaatu-answers">
      <div>
        <dt>{t("settlement")}</dt>
        <dd className="vaatu-words">{query.data.reason}</dd>
      </div>
    </dl>
  );
}
