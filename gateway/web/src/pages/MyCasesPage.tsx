import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ToggleButton } from "suomifi-ui-components";
import { heldQuery, useMe } from "../api/queries";
import { announce } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { unitsOf } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { QueryPage } from "../ui/QueryState";
import { Offered } from "./parts/Offered";
import { MyCases } from "./queue/MyCases";
import "./queue/queue.css";
import { Quick } from "./queue/Quick";
import { groupOf, turnGroups, type TurnGroup } from "./queue/turns";
import { byDue, quick, useWork } from "./queue/work";
import { Returned } from "./staffing/Returned";

/** MyCasesPage lists the cases that the person holds, by whose turn it is. */
export default function MyCasesPage() {
  const { t } = useTranslation("queue");
  const search = useSearch({ from: "/my-cases" });
  const navigate = useNavigate({ from: "/my-cases" });
  const query = useQuery(heldQuery);
  const work = useWork();
  if (!query.data) return <QueryPage title={t("mine.title")} query={query} />;
  const cards = byDue(query.data);
  const chosen = turnGroups.find((g) => g === search.turn) ?? "me";
  const count = (group: TurnGroup) => cards.filter((c) => groupOf(c.turn) === group).length;
  const shown = cards.filter((c) => groupOf(c.turn) === chosen);
  return (
    <Page title={t("mine.title")} wide>
      <Offered />
      <Returned />
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {cards.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <Quick items={quick(cards, work)} />
          <div className="vaatu-toggles" role="group" aria-label={t("mine.toggles")}>
            {turnGroups.map((group) => (
              <ToggleButton
                key={group}
                checked={group === chosen}
                onClick={() => {
                  void navigate({ search: { turn: group } });
                  announce(t("mine.shown", { count: count(group) }));
                }}
              >
                {t(`mine.${group}`, { n: count(group) })}
              </ToggleButton>
            ))}
          </div>
          {shown.length === 0 ? <Empty text={t("mine.emptyTurn")} /> : <MyCases cards={shown} work={work} />}
        </>
      )}
    </Page>
  );
}

function Nothing() {
  const { t } = useTranslation("queue");
  const me = useMe();
  const unit = unitsOf(me.data)[0]?.unitId;
  return (
    <Empty text={t("mine.empty")}>
      {unit && (
        <AppLink to="/queues/$unitId" params={{ unitId: unit }}>
          {t("mine.toQueue")}
        </AppLink>
      )}
    </Empty>
  );
}

