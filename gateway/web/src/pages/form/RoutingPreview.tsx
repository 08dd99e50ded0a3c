import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import type { RoutingJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";

/** RoutingPreview says where the request would go, and why. */
export function RoutingPreview({ routing }: { routing: RoutingJson | undefined }) {
  const { t } = useTranslation(["form", "check"]);
  const language = useLanguage();
  if (!routing) return null;
  const unit = unitName(routing, language);
  const partners = (routing.partners ?? []).map((p) => unitName(p, language)).filter((name) => name !== "");
  return (
    <section className="vaatu-routing">
      <Heading variant="h2">{t("check:why")}</Heading>
      <Paragraph>
        {routing.sentence || (unit ? t("check:routeTo", { unit }) : t("checkPage.routeTriage"))}
      </Paragraph>
      {partners.length > 0 && <Paragraph mt="s">{t("check:partners", { units: partners.join("; ") })}</Paragraph>}
    </section>
  );
}
