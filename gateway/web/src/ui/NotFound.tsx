import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { AppLink } from "./AppLink";
import { Page } from "./Page";

/** NotFound is what is shown of anything that is not there or not for the person: the two look alike. */
export function NotFound() {
  const { t } = useTranslation("errors");
  return (
    <Page title={t("notFoundTitle")}>
      <Paragraph mb="m">{t("notFound")}</Paragraph>
      <AppLink to="/">{t("toStart")}</AppLink>
    </Page>
  );
}
