import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { useMe } from "../api/queries";
import { unitName } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { announceDone } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { unitsOf } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import "./queue/queue.css";
import { PlanCell } from "./staffing/PlanCell";
import { PlanTable } from "./staffing/PlanTable";
import { planQuery } from "./staffing/queries";
import { Unplaced } from "./staffing/Unplaced";

/** PlanPage proposes an expert for each case that waits in a unit; its head accepts row by row. */
export default function PlanPage() {
  const { unitId } = useParams({ from: "/queues/$unitId/plan" });
  const { t } = useTranslation("staffing");
  const { language } = useFormatting();
  const unit = unitsOf(useMe().data).find((g) => g.unitId === unitId);
  const title = unit ? t("plan.heading", { unit: unitName(unit, language) }) : t("plan.title");
  const query = useQuery(planQuery(unitId));
  if (!query.data || isMissing(query.error)) return <QueryPage title={title} query={query} />;
  const { rows = [], unplaced = [], notLookedAt = 0 } = query.data;
  return (
    <Page title={title} wide>
      <Paragraph mb="s">{t("plan.goal")}</Paragraph>
      <p className="vaatu-outcome">
        <AppLink to="/queues/$unitId" params={{ unitId }}>
          {t("plan.queue")}
        </AppLink>
        <AppLink to="/units/$unitId/staff" params={{ unitId }}>
          {t("plan.staff")}
        </AppLink>
      </p>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length + unplaced.length === 0 ? (
        <Empty text={t("plan.empty")} />
      ) : (
        <p className="vaatu-count">
          <strong>{t("plan.count", { count: rows.length, unplaced: unplaced.length })}</strong>
          {notLookedAt > 0 && <span> {t("plan.notLookedAt", { count: notLookedAt })}</span>}
        </p>
      )}
      {rows.length > 0 && <PlanTable key={query.dataUpdatedAt} rows={rows} action={(row) => <PlanCell row={row} />} />}
      {unplaced.length > 0 && <Unplaced rows={unplaced} level="h2" />}
      <div className="vaatu-actions">
        <Button
          variant="secondary"
          aria-disabled={query.isFetching}
          onClick={() => !query.isFetching && void query.refetch().then(({ isSuccess }) => isSuccess && announceDone(t("plan.made")))}
        >
          {t("plan.again")}
        </Button>
      </div>
    </Page>
  );
}
