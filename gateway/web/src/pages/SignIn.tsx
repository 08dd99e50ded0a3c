import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { signInAddress } from "../api/session";
import { Page } from "../ui/Page";

/** SignIn stands in the place of any page for those without a session; the address stays. */
export function SignIn() {
  const { t } = useTranslation("start");
  return (
    <Page title={t("signIn.title")}>
      <Paragraph mb="m">{t("signIn.lead")}</Paragraph>
      <Paragraph mb="l">{t("signIn.how")}</Paragraph>
      <p>
        <a className="vaatu-button" href={signInAddress()}>
          {t("signIn.button")}
        </a>
      </p>
      <Paragraph mt="l">{t("signIn.emergency")}</Paragraph>
    </Page>
  );
}
