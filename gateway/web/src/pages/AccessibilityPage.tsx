import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { Page } from "../ui/Page";

export default function AccessibilityPage() {
  const { t } = useTranslation("start");
  return (
    <Page title={t("accessibility.title")}>
      <Paragraph mb="m">{t("accessibility.aim")}</Paragraph>
      <Paragraph mb="m">{t("accessibility.tested")}</Paragraph>
      <Paragraph>{t("accessibility.feedback")}</Paragraph>
    </Page>
  );
}
