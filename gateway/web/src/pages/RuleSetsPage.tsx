import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { RuleSetJson } from "../api/types";
import { useRuleSetName } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { AppLink } from "../ui/AppLink";
import { DataTable, type Column } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { ruleSetsQuery } from "./rules/queries";

/** RuleSetsPage lists the versions of the rules by which requests are routed. */
export default function RuleSetsPage() {
  const { t } = useTranslation("rules");
  const { dateTime } = useFormatting();
  const name = useRuleSetName();
  const query = useInfiniteQuery(ruleSetsQuery);
  if (!query.data || isMissing(query.error)) return <QueryPage title={t("title")} query={query} />;
  const columns: Column<RuleSetJson>[] = [
    {
      key: "version",
      label: t("version"),
      heading: true,
      render: (s) => (
        <AppLink to="/routing/$ruleSetId" params={{ ruleSetId: s.id ?? "" }}>
          {name(s.version)}
        </AppLink>
      ),
    },
    { key: "state", label: t("state"), render: (s) => s.state && s.state !== "RULE_SET_STATE_UNSPECIFIED" && t(`states.${s.state}`) },
    { key: "authors", label: t("authors"), render: (s) => (s.authorNames ?? []).join(", ") },
    { key: "approver", label: t("approver"), render: (s) => s.approverName },
    { key: "published", label: t("published"), render: (s) => dateTime(s.publishTime) },
  ];
  return (
    <Page title={t("title")} wide>
      <Paragraph mb="s">{t("lead")} {t("howToBegin")}</Paragraph>
      <DataTable caption={t("title")} columns={columns} rows={query.data.pages.flatMap((p) => p.ruleSets ?? [])} rowKey={(s) => s.id ?? ""} />
      {query.hasNextPage && (
        <div className="vaatu-actions">
          <Button variant="secondary" onClick={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </Page>
  );
}
