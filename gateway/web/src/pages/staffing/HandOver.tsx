import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { caseQuery, heldQuery } from "../../api/queries";
import type { CardJson, CaseJson, ExpertJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { AppLink } from "../../ui/AppLink";
import { DataTable, type Column } from "../../ui/DataTable";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { PhaseChip } from "../../ui/PhaseChip";
import { Confirm } from "../case/Confirm";

const OfferDialog = lazy(() => import("../parts/OfferDialog"));

/** HandOver lets somebody who will be away offer their cases to the substitute, one by one: each has a note of its own. */
export function HandOver({ me, unitId }: { me: ExpertJson; unitId: string }) {
  const { t } = useTranslation("staffing");
  const { date } = useFormatting();
  const absence = me.absences?.find((a) => a.substituteId && a.unitId === unitId);
  const held = useQuery({ ...heldQuery, enabled: absence !== undefined });
  const [asked, setAsked] = useState<string>();
  const opener = useRef<HTMLButtonElement>(null);
  if (!absence || !held.data || held.data.length === 0) return null;
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
          aria-label={t("handOver.offerNamed", { number: c.number })}
          onClick={(event) => {
            opener.current = event.currentTarget as HTMLButtonElement;
            setAsked(c.caseId);
          }}
        >
          {t("handOver.offer")}
        </Button>
      ),
    },
  ];
  return (
    <section aria-labelledby="hand-over-heading" className="vaatu-handover">
      <Heading variant="h2" id="hand-over-heading">
        {t("handOver.title")}
      </Heading>
      <Paragraph mb="s">
        {t("handOver.text", { name: absence.substituteName, from: date(absence.fromDate), to: date(absence.toDate) })}
      </Paragraph>
      <DataTable caption={t("handOver.caption")} columns={columns} rows={held.data} rowKey={(c) => c.caseId ?? ""} condensed />
      {asked && (
        <Offer caseId={asked} unitId={unitId} me={me.personId ?? ""} receiver={absence.substituteId ?? ""} opener={opener} onClose={() => setAsked(undefined)} />
      )}
    </section>
  );
}

type OfferProps = {
  unitId: string;
  me: string;
  receiver: string;
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
};

/** Offer reads the case, from which the note is written, once its hand-over is asked for: to read it is recorded. */
function Offer({ caseId, ...rest }: OfferProps & { caseId: string }) {
  const { t } = useTranslation("staffing");
  const query = useQuery(caseQuery(caseId));
  if (query.data) return <OfferOf item={query.data} {...rest} />;
  return (
    <Confirm title={t("handOver.offer")} confirm="" busy onCancel={rest.onClose} opener={rest.opener}>
      {query.error ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
    </Confirm>
  );
}

/** OfferOf says what stands against an offer as the case was at first: the offer itself changes it. */
function OfferOf({ item, unitId, me, receiver, opener, onClose }: OfferProps & { item: CaseJson }) {
  const { t } = useTranslation("staffing");
  const part = item.assignments?.find((a) => a.state === "STATE_HELD" && a.holderId === me && a.unitId === unitId);
  const [already] = useState(() => item.handOvers?.some((h) => h.assignmentId === part?.id && h.state === "HAND_OVER_STATE_OFFERED"));
  if (part && !already) {
    return (
      <Suspense fallback={null}>
        <OfferDialog item={item} assignment={part} opener={opener} onClose={onClose} to="colleague" receiver={receiver} />
      </Suspense>
    );
  }
  return (
    <Confirm title={t("handOver.offer")} confirm="" busy onCancel={onClose} opener={opener}>
      <Paragraph>{t(part ? "handOver.already" : "handOver.elsewhere")}</Paragraph>
    </Confirm>
  );
}
