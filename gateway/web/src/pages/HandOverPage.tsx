import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { pollInterval } from "../api/queries";
import type { HandOverJson } from "../api/types";
import { useCode } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { announce, announceDone } from "../ui/announce";
import { useKeptText } from "../ui/keptText";
import { WayBack } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { PhaseChip } from "../ui/PhaseChip";
import { isMissing, QueryPage } from "../ui/QueryState";
import { ActionError } from "./case/ActionError";
import "./case/case.css";
import { Confirm, toWrong } from "./case/Confirm";
import { TextBox, useTextCheck } from "./case/TextBox";
import { useSend } from "./case/useSend";
import { offerQuery } from "./parts/queries";
import { useOfferWords } from "./parts/words";

/** HandOverPage shows an offer to whom it is for, with its note and no other content, and takes the answer. */
export default function HandOverPage() {
  const { t } = useTranslation("parts");
  const { handOverId } = useParams({ from: "/hand-overs/$handOverId" });
  const query = useQuery({ ...offerQuery(handOverId), refetchInterval: pollInterval });
  if (!query.data || isMissing(query.error)) return <QueryPage title={t("page.title")} query={query} />;
  return <Offer offer={query.data} />;
}

/** obstacleOf answers what stands against accepting an offer, if anything does. */
function obstacleOf(offer: HandOverJson) {
  switch (offer.obstacle) {
    case "OFFER_OBSTACLE_LAPSED":
      return "lapsed";
    case "OFFER_OBSTACLE_PART_HELD":
      return "partHeld";
    case "OFFER_OBSTACLE_UNIT_TAKES_NO_LEADS":
      return "unitClosed";
    default:
      return undefined;
  }
}

function Offer({ offer }: { offer: HandOverJson }) {
  const { t } = useTranslation("parts");
  const code = useCode();
  const { date } = useFormatting();
  const { part, from, to, until } = useOfferWords();
  const navigate = useNavigate();
  const [declining, setDeclining] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const caseId = offer.caseId ?? "";
  const call = useSend<HandOverJson>(caseId);
  const obstacle = obstacleOf(offer);
  const standing = useRef<HTMLParagraphElement>(null);
  const before = useRef(obstacle);
  // What has come meanwhile takes the button away, and the focus with it.
  useEffect(() => {
    if (obstacle !== undefined && obstacle !== before.current) {
      if (document.activeElement === document.body) standing.current?.focus();
      else announce(t(`page.obstacle.${obstacle}`));
    }
    before.current = obstacle;
  }, [obstacle, t]);
  return (
    <Page title={t("page.heading", { number: offer.card?.number })}>
      <WayBack />
      <dl className="vaatu-facts">
        {(
          [
            [t("page.from"), from(offer)],
            [t("page.to"), to(offer)],
            [t("page.part"), part(offer)],
            [t("page.howLong"), offer.returnDate ? t("page.lent", { date: date(offer.returnDate) }) : t("page.forGood")],
            [t("page.until"), t("page.untilEnd", { date: until(offer) })],
            [t("page.needs"), (offer.card?.needs ?? []).map((n) => code(n)).join(", ")],
            [t("page.phase"), <PhaseChip key="phase" phase={offer.card?.phase} />],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {obstacle !== "partHeld" && (
        <>
          <Heading variant="h2">{t("page.note")}</Heading>
          <p className="vaatu-words">{offer.note || t("page.noNote")}</p>
        </>
      )}
      <p ref={standing} tabIndex={-1}>
        {obstacle === undefined ? t("page.responsible") : t(`page.obstacle.${obstacle}`)}
      </p>
      {obstacle === undefined && <ActionError error={call.error} />}
      <div className="vaatu-actions">
        {obstacle === undefined && (
          <Button
            aria-disabled={call.busy}
            onClick={() =>
              call.send({ path: `/v1/handOvers/${offer.id}:accept`, body: {}, etag: offer.etag }, () => {
                announceDone(t("page.accepted"));
                void navigate({ to: "/cases/$caseId", params: { caseId } });
              })
            }
          >
            {t("page.accept")}
          </Button>
        )}
        {obstacle !== "partHeld" && (
          <Button ref={opener} variant="secondary" onClick={() => setDeclining(true)}>
            {t("page.decline")}
          </Button>
        )}
      </div>
      {declining && <Decline offer={offer} opener={opener} onClose={() => setDeclining(false)} />}
    </Page>
  );
}

type DeclineProps = { offer: HandOverJson; opener: RefObject<HTMLButtonElement | null>; onClose: () => void };

function Decline({ offer, opener, onClose }: DeclineProps) {
  const { t } = useTranslation("parts");
  const check = useTextCheck();
  const navigate = useNavigate();
  const [reason, setReason, clearReason] = useKeptText(`handOver.${offer.id}`);
  const [tried, setTried] = useState(false);
  const call = useSend<HandOverJson>(offer.caseId ?? "", { leaving: true });
  const wrong = check(reason, 1000);
  return (
    <Confirm
      title={t("page.declineTitle")}
      confirm={t("page.decline")}
      busy={call.busy}
      onCancel={onClose}
      opener={opener}
      onConfirm={() => {
        setTried(true);
        if (wrong !== "") return toWrong();
        call.send({ path: `/v1/handOvers/${offer.id}:decline`, body: { reason: reason.trim() }, etag: offer.etag }, () => {
          clearReason();
          announceDone(t("page.declined"));
          void navigate({ to: "/" });
        });
      }}
    >
      <Paragraph mb="s">{t("page.declineText")}</Paragraph>
      <TextBox guarded label={t("reason")} value={reason} onChange={setReason} limit={1000} error={tried ? wrong : ""} />
      <ActionError error={call.error} />
    </Confirm>
  );
}
