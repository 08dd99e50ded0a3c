import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "suomifi-ui-components";
import type { TriageItemJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import EndWithStep from "../case/EndWithStep";
import { RoutingFacts } from "../case/Why";
import { OpenContent } from "../glass/OpenContent";
import { Asked } from "./Asked";
import { AskUnled, type Ask } from "./AskUnled";
import { AskWhatIf } from "./AskWhatIf";
import { CardFacts } from "./CardFacts";
import { Declined } from "./Declined";
import { DecisionForm } from "./DecisionForm";
import { anchorOf } from "./useAnchor";

type TriageCardProps = { item: TriageItemJson; onAsk: Ask; onDone: (said: string, stayed?: boolean) => void; onFail: (error: unknown) => void };

/** TriageCard shows one request without a recipient: why, its facts without content, and the decision. */
export function TriageCard({ item, onAsk, onDone, onFail }: TriageCardProps) {
  const { t } = useTranslation("triage");
  const code = useCode();
  const { dateTime } = useFormatting();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const card = item.card ?? {};
  const number = card.number ?? "";
  return (
    <li className="vaatu-card">
      <Heading variant="h2" id={anchorOf(card.caseId)} tabIndex={-1}>{number}</Heading>
      <CardFacts card={card} before={[[t("why"), code(item.routing?.triageReason)]]} after={[[t("since"), dateTime(card.waitingSince)]]} />
      {item.routing && <RoutingFacts routing={item.routing} brief />}
      <Declined parts={item.declined ?? []} />
      <Asked questions={item.questions ?? []} />
      <AskWhatIf
        heading="h3"
        facts={{
          needs: card.needs,
          area: card.area,
          county: card.county,
          language: card.language,
          level: card.level,
          urgency: card.urgency ?? "URGENCY_NORMAL",
          about: "ABOUT_ANONYMOUS_PUPIL",
          risk: item.routing?.triageReason === "TRIAGE_REASON_RISK",
        }}
      />
      {open ? (
        <DecisionForm
          item={item}
          onDone={onDone}
          onFail={onFail}
          onCancel={() => {
            flushSync(() => setOpen(false));
            button.current?.focus();
          }}
        />
      ) : (
        <div className="vaatu-actions">
          <Button ref={button} aria-label={t("decideNamed", { number })} onClick={() => setOpen(true)}>
            {t("decide")}
          </Button>
          <AskUnled item={item} onAsk={onAsk} />
          <EndWithStep item={{ id: card.caseId, number, etag: item.etag }} as="closeUnled" onDone={onDone} />
          <OpenContent card={card} />
        </div>
      )}
    </li>
  );
}
