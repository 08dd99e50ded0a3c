import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { grantsOf, useMe } from "../api/queries";
import { useCode } from "../i18n/codes";
import { announceDone } from "../ui/announce";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { WayBack } from "../ui/Navigation";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { QueryPage } from "../ui/QueryState";
import { Select } from "../ui/Select";
import { actors } from "./caseload/filters";
import "./queue/queue.css";
import { jointPlanQuery } from "./staffing/queries";
import { UnitPlan } from "./staffing/UnitPlan";

const all = "ALL";

/** JointPlanPage shows coordination what a plan over the units of an actor, or of all, proposes in each, and what stays without a place. */
export default function JointPlanPage() {
  const { t } = useTranslation("staffing");
  const code = useCode();
  const navigate = useNavigate({ from: "/plan" });
  const search = useSearch({ from: "/plan" });
  const actor = actors.find((a) => a === search.actor);
  const me = useMe();
  const query = useQuery(jointPlanQuery(actor));
  if (me.data && grantsOf(me.data, "ROLE_COORDINATOR").length === 0) return <NotFound />;
  if (!query.data) return <QueryPage title={t("joint.title")} query={query} />;
  const { units = [], notLookedAt = 0 } = query.data;
  const placed = units.reduce((sum, u) => sum + (u.placed ?? 0), 0);
  const unplaced = units.reduce((sum, u) => sum + (u.unplaced?.length ?? 0), 0);
  return (
    <Page title={t("joint.title")} wide>
      <WayBack />
      <Paragraph mb="s">{t("joint.lead")}</Paragraph>
      <div className="vaatu-queue-filters">
        <Select
          label={t("joint.actor")}
          value={actor ?? all}
          onChange={(chosen) => void navigate({ search: { actor: actors.find((a) => a === chosen) } })}
          options={[{ value: all, label: t("joint.allActors") }, ...actors.map((a) => ({ value: a as string, label: code(a) }))]}
        />
      </div>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {units.length === 0 ? (
        <Empty text={t("joint.empty")} />
      ) : (
        <>
          <p className="vaatu-count">
            <strong>{t("joint.count", { placed, unplaced })}</strong>
            {notLookedAt > 0 && <span> {t("plan.notLookedAt", { count: notLookedAt })}</span>}
          </p>
          {units.map((u) => (
            <UnitPlan key={u.unitId} unit={u} />
          ))}
        </>
      )}
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
