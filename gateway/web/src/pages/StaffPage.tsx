import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { useMe } from "../api/queries";
import { unitName } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { unitsOf, WayBack } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import "./queue/queue.css";
import { HandOver } from "./staffing/HandOver";
import { staffQuery } from "./staffing/queries";
import { StaffTable } from "./staffing/StaffTable";

/** StaffPage shows what a unit knows of its experts and when they are away; each writes for themselves, the head for all. */
export default function StaffPage() {
  const { unitId } = useParams({ from: "/units/$unitId/staff" });
  const { t } = useTranslation("staffing");
  const { language } = useFormatting();
  const unit = unitsOf(useMe().data).find((g) => g.unitId === unitId);
  const title = unit ? t("heading", { unit: unitName(unit, language) }) : t("title");
  const query = useQuery(staffQuery(unitId));
  if (!query.data || isMissing(query.error)) return <QueryPage title={title} query={query} />;
  const experts = query.data.experts ?? [];
  const me = experts.find((e) => e.me);
  return (
    <Page title={title} wide>
      <WayBack />
      <Paragraph mb="s">{t("lead")}</Paragraph>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {me && <HandOver me={me} unitId={unitId} />}
      {experts.length === 0 ? <Empty text={t("empty")} /> : <StaffTable experts={experts} unitId={unitId} />}
    </Page>
  );
}
