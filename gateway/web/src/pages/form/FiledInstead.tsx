import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { caseQuery } from "../../api/queries";
import { AppLink } from "../../ui/AppLink";
import { Page } from "../../ui/Page";
import { isMissing, QueryPage } from "../../ui/QueryState";

/**
 * FiledInstead leads from a draft that is gone to the case that it became: the answer to its sending may have been lost. Who only
 * wrote along may not read the case: they are told what can have become of the draft, and nothing of whether it did.
 */
export function FiledInstead({ draftId, title }: { draftId: string; title: string }) {
  const query = useQuery({ ...caseQuery(draftId), retry: false });
  if (query.data) return <Navigate to="/cases/$caseId" params={{ caseId: draftId }} search={{ sent: "1" }} replace />;
  if (isMissing(query.error)) return <Gone />;
  return <QueryPage title={title} query={query} />;
}

function Gone() {
  const { t } = useTranslation(["drafts", "errors"]);
  return (
    <Page title={t("gone.title")}>
      <Paragraph mb="m">{t("gone.text")}</Paragraph>
      <AppLink to="/">{t("errors:toStart")}</AppLink>
    </Page>
  );
}
