import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { grantsOf, useMe } from "../api/queries";
import { live } from "../api/session";
import { unitName } from "../i18n/codes";
import { formatTime, useFormatting } from "../i18n/formatting";
import { AppLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { Loading } from "../ui/Loading";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { unitsOf } from "../ui/Navigation";
import { ActionError } from "./case/ActionError";
import { filterOf, isNarrowed, type QueueFilter } from "./queue/filter";
import "./queue/queue.css";
import { QueueFilters } from "./queue/QueueFilters";
import { QueueTable } from "./queue/QueueTable";
import { useClaims } from "./queue/useClaims";
import { useChangesSpoken, useCountSpoken, useQueue } from "./queue/useQueue";
import { useTaken } from "./queue/useTaken";
import { Views } from "./queue/Views";

const nobody: never[] = [];

/** QueuePage is a unit's queue: cards only, and one press to take one. */
export default function QueuePage() {
  const { unitId } = useParams({ from: "/queues/$unitId" });
  return <Queue key={unitId} unitId={unitId} />;
}

function Queue({ unitId }: { unitId: string }) {
  const { t } = useTranslation("queue");
  const { t: tCommon } = useTranslation("common");
  const { language } = useFormatting();
  const search = useSearch({ from: "/queues/$unitId" });
  const navigate = useNavigate({ from: "/queues/$unitId" });
  const me = useMe();
  const filter = filterOf(search);
  const narrowed = isNarrowed(filter);
  const query = useQueue(unitId, filter);
  const claims = useClaims(unitId);
  const pages = query.data?.pages;
  const waiting = useMemo(() => pages?.flatMap((p) => p.assignments ?? []) ?? nobody, [pages]);
  const view = `${JSON.stringify(filter)}/${pages?.length}`;
  const taken = useTaken(view, waiting, pages?.[0]?.taken ?? nobody, claims.touched);
  useChangesSpoken(view, waiting, claims.touched);
  useCountSpoken(JSON.stringify(filter), pages?.[0] && (pages[0].totalSize ?? 0));
  // The frame stays whatever the queue is narrowed to: what is chosen in it has the focus.
  const [opened, setOpened] = useState(false);
  if (query.data && !opened) setOpened(true);
  const told = live.use();

  const unit = unitsOf(me.data).find((g) => g.unitId === unitId);
  const title = unit ? t("heading", { unit: unitName(unit, language) }) : t("title");
  if (!query.data && !opened) return <QueryPage title={title} query={query} />;
  if (isMissing(query.error)) return <QueryPage title={title} query={query} />;
  const choose = (next: QueueFilter) => void navigate({ search: next, replace: true });
  const total = pages?.[0]?.totalSize ?? 0;
  const empty = query.data && waiting.length === 0 && claims.marked.size + taken.size === 0;
  return (
    <Page title={title} wide>
      <p className="vaatu-outcome">
        {grantsOf(me.data, "ROLE_LEAD").some((g) => g.unitId === unitId) && (
          <AppLink to="/queues/$unitId/plan" params={{ unitId }}>
            {t("toPlan")}
          </AppLink>
        )}
        <AppLink to="/units/$unitId/staff" params={{ unitId }}>
          {t("toStaff")}
        </AppLink>
      </p>
      <Views unitId={unitId} filter={filter} onChoose={choose} />
      <QueueFilters value={filter} onChange={choose} />
      <p className="vaatu-count">
        {query.data && <strong>{t("waiting", { n: total })}</strong>}{" "}
        {!told && query.dataUpdatedAt > 0 && <span>{tCommon("updated", { time: formatTime(new Date(query.dataUpdatedAt)) })}</span>}
      </p>
      <ActionError error={claims.error ?? query.error} />
      {query.isLoading && <Loading />}
      {empty && narrowed && (
        <Empty text={t("emptyFiltered")}>
          <Button variant="secondary" onClick={() => choose({})}>
            {t("showAll")}
          </Button>
        </Empty>
      )}
      {empty && !narrowed && <Empty text={t("empty")} />}
      {!empty && query.data && <QueueTable unitId={unitId} waiting={waiting} taken={taken} claims={claims} />}
      {query.hasNextPage && (
        <div className="vaatu-actions">
          <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </Page>
  );
}
