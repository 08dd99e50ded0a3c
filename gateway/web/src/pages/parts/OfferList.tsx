import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { HandOverJson } from "../../api/types";
import { ButtonLink } from "../../ui/AppLink";
import { useOfferWords } from "./words";

/** OfferList names what is offered, without content, and leads to its note. */
export default function OfferList({ offers }: { offers: readonly HandOverJson[] }) {
  const { t } = useTranslation("parts");
  const { part, from, until } = useOfferWords();
  return (
    <section aria-labelledby="offered-heading">
      <Heading variant="h2" id="offered-heading">
        {t("offered.title")}
      </Heading>
      <ul className="vaatu-cards" aria-labelledby="offered-heading">
        {offers.map((offer) => (
          <li key={offer.id} className="vaatu-card vaatu-row">
            <div>
              <div className="vaatu-card__heading">{offer.card?.number}</div>
              <div>{t("offered.what", { part: part(offer), from: from(offer) })}</div>
              <div>{t("offered.until", { date: until(offer) })}</div>
            </div>
            <ButtonLink
              className="vaatu-button"
              to="/hand-overs/$handOverId"
              params={{ handOverId: offer.id ?? "" }}
              aria-label={t("offered.openOf", { number: offer.card?.number })}
            >
              {t("offered.open")}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
