import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { keys } from "../../api/queries";
import { AppLink } from "../../ui/AppLink";
import { announce } from "../../ui/announce";
import { Page } from "../../ui/Page";

/** ClosedContent stands in the place of a case that was open by break-glass; what was read of it is forgotten. */
export function ClosedContent({ caseId }: { caseId: string }) {
  const { t } = useTranslation("glass");
  const client = useQueryClient();
  useEffect(() => {
    client.removeQueries({ queryKey: keys.case(caseId) });
    announce(t("closed.text"));
    document.querySelector("h1")?.focus();
  }, [client, caseId, t]);
  return (
    <Page title={t("closed.title")}>
      <Paragraph mb="m">{t("closed.text")}</Paragraph>
      <AppLink to="/caseload">{t("closed.toCaseload")}</AppLink>
    </Page>
  );
}
