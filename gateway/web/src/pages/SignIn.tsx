import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { signInAddress } from "../api/session";
import { Page } from "../ui/Page";

/** SignIn stands in the place of any page for those without a session; the address stays. */
export function SignIn() {
  const { t } = useTranslation("signIn");
  return (
    <Page title={t("title")}>
      <Paragraph mb="m">{t("lead")}</Paragraph>
      <Paragraph mb="l">{t("how")}</Paragraph>
      <p>
        <a className="vaatu-button" href={signInAddress()}>
          {t("button")}
        </a>
      </p>
      <Paragraph mt="l">{t("emergency")}</Paragraph>
    </Page>
  );
}
