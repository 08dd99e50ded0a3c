import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { caseQuery } from "../../api/queries";
import { AppLink } from "../../ui/AppLink";
import { Page } from "../../ui/Page";
import { isMissing, QueryPage } from "../../ui/QueryState";
import { useEnd } from "./useEnd";

/**
 * FiledInstead leads from a draft that is gone to the case that it became: the answer to its sending may have been lost. Who only
 * wrote along may not read the case: they are told what became of the draft, and others what can have become of one.
 */
export function FiledInstead({ draftId, title }: { draftId: string; title: string }) {
  const query = useQuery({ ...caseQuery(draftId), retry: false });
  if (query.data) return <Navigate to="/cases/$caseId" params={{ caseId: draftId }} search={{ sent: "1" }} replace />;
  if (isMissing(query.error)) return <Gone draftId={draftId} />;
  return <QueryPage title={title} query={query} />;
}

function Gone({ draftId }: { draftId: string }) {
  const { t } = useTranslation(["drafts", "errors"]);
  const { said, sent } = useEnd(draftId);
  return (
    <Page title={t("gone.title")}>
      <Paragraph mb="m">{said ? [said, sent && t("gone.ask")].filter(Boolean).join(" ") : t("gone.text")}</Paragraph>
      <AppLink to="/">{t("errors:toStart")}</AppLink>
    </Page>
  );
}
