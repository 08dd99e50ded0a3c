import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { Page } from "./Page";

/** CrashPage is shown when a page cannot be drawn, as after a new release under an old tab. */
export function CrashPage() {
  const { t } = useTranslation("errors");
  return (
    <Page title={t("heading")}>
      <Paragraph mb="m">{t("crash")}</Paragraph>
      <Button onClick={() => window.location.reload()}>{t("reload")}</Button>
    </Page>
  );
}
