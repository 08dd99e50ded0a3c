import { useTranslation } from "react-i18next";
import { Button, Expander, ExpanderContent, ExpanderTitleButton } from "suomifi-ui-components";
import type { CaseJson, HandOverJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { AppLink } from "../../ui/AppLink";
import { ActionError } from "../case/ActionError";
import { may } from "../case/side";
import { useSend } from "../case/useSend";
import { useOfferWords } from "./words";

/** OpenOffer tells to whom a part is offered and until when, with the way to take it back or to answer it. */
export function OpenOffer({ item, offer }: { item: CaseJson; offer: HandOverJson }) {
  const { t } = useTranslation("parts");
  const { to, until } = useOfferWords();
  const call = useSend<HandOverJson>(item.id ?? "");
  return (
    <>
      <p className="vaatu-thread__meta">{t("part.open", { to: to(offer), date: until(offer) })}</p>
      {offer.note && (
        <Expander>
          <ExpanderTitleButton asHeading="h3">{t("part.note")}</ExpanderTitleButton>
          <ExpanderContent>
            <p className="vaatu-words">{offer.note}</p>
          </ExpanderContent>
        </Expander>
      )}
      <ActionError error={call.error} item={item} />
      {may(offer, "ACTION_ACCEPT_HAND_OVER") && (
        <p>
          <AppLink to="/hand-overs/$handOverId" params={{ handOverId: offer.id ?? "" }}>
            {t("part.answer")}
          </AppLink>
        </p>
      )}
      {may(offer, "ACTION_REVOKE_HAND_OVER") && (
        <div className="vaatu-actions">
          <Button
            variant="secondary"
            aria-disabled={call.busy}
            onClick={() =>
              call.send({ path: `/v1/handOvers/${offer.id}:revoke`, body: {}, etag: offer.etag }, (_, stayed) => {
                announceDone(t("offer.revoked"));
                if (stayed) document.querySelector("h1")?.focus(); // the button is gone
              })
            }
          >
            {t("offer.revoke")}
          </Button>
        </div>
      )}
    </>
  );
}

/** PastOffer tells who offers a part what became of the last offer, where that leaves the part with them. */
export function PastOffer({ offer }: { offer: HandOverJson }) {
  const { t } = useTranslation("parts");
  const { to } = useOfferWords();
  if (offer.state === "HAND_OVER_STATE_DECLINED") {
    return <p className="vaatu-thread__meta">{t("part.declined", { to: to(offer), reason: offer.reason ?? "" })}</p>;
  }
  if (offer.state === "HAND_OVER_STATE_LAPSED") return <p className="vaatu-thread__meta">{t("part.lapsed", { to: to(offer) })}</p>;
  return null;
}
