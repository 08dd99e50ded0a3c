import { useRef, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "suomifi-ui-components";
import type { DisputeItemJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { CardFacts } from "../triage/CardFacts";
import { anchorOf } from "../triage/useAnchor";
import { leadOf } from "../case/side";
import { useProposal } from "./words";

type DisputeCardProps = {
  item: DisputeItemJson;
  /** The person is about to settle it. */
  onReady: () => void;
  onSettle: (opener: RefObject<HTMLButtonElement | null>) => void;
};

/** DisputeCard shows one dispute about the lead: who leads, who else takes part, why one does not agree, and what it proposes. */
export function DisputeCard({ item, onReady, onSettle }: DisputeCardProps) {
  const { t } = useTranslation("disputes");
  const { date, language } = useFormatting();
  const proposal = useProposal();
  const opener = useRef<HTMLButtonElement>(null);
  const { card = {}, dispute = {}, assignments = [] } = item;
  const lead = leadOf({ assignments });
  const names = (of: typeof assignments) => of.map((a) => unitName(a, language)).join(", ");
  return (
    <li className="vaatu-card">
      <Heading variant="h3" id={anchorOf(card.caseId)} tabIndex={-1}>{card.number}</Heading>
      <CardFacts
        card={card}
        before={[
          [t("due"), date(dispute.clock?.dueDate)],
          [t("list.leads"), unitName(lead, language)],
          [t("list.joins"), names(assignments.filter((a) => a.id !== lead?.id))],
          [t("list.by"), unitName(dispute.author, language)],
          [t("proposal"), proposal(dispute)],
        ]}
      />
      <dl className="vaatu-answers">
        <div>
          <dt>{t("why")}</dt>
          <dd className="vaatu-words">{dispute.reason || t("list.locked")}</dd>
        </div>
      </dl>
      <div className="vaatu-actions">
        <Button ref={opener} aria-label={t("settle.openNamed", { number: card.number })} onPointerEnter={onReady} onFocus={onReady} onClick={() => onSettle(opener)}>
          {t("settle.open")}
        </Button>
      </div>
    </li>
  );
}
