import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ToggleButton } from "suomifi-ui-components";
import { heldQuery, useMe } from "../api/queries";
import type { CardJson } from "../api/types";
import { useCode } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { announce } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { Chip } from "../ui/Chip";
import { DataTable, type Column } from "../ui/DataTable";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { unitsOf } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { Lacks } from "../ui/Lacks";
import { PhaseChip } from "../ui/PhaseChip";
import { QueryPage } from "../ui/QueryState";
import { CardDue } from "./queue/CardDue";
import "./queue/queue.css";
import { groupOf, turnGroups, type TurnGroup } from "./queue/turns";

/** MyCasesPage lists the cases that the person holds, by whose turn it is. */
export default function MyCasesPage() {
  const { t } = useTranslation("queue");
  const search = useSearch({ from: "/my-cases" });
  const navigate = useNavigate({ from: "/my-cases" });
  const query = useQuery(heldQuery);
  if (!query.data) return <QueryPage title={t("mine.title")} query={query} />;
  const cards = query.data;
  const chosen = turnGroups.find((g) => g === search.turn) ?? "me";
  const count = (group: TurnGroup) => cards.filter((c) => groupOf(c.turn) === group).length;
  const shown = cards.filter((c) => groupOf(c.turn) === chosen);
  return (
    <Page title={t("mine.title")} wide>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {cards.length === 0 ? (
        <Nothing />
      ) : (
        <>
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
          {shown.length === 0 ? <Empty text={t("mine.emptyTurn")} /> : <MyCases cards={shown} />}
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

function MyCases({ cards }: { cards: readonly CardJson[] }) {
  const { t } = useTranslation("queue");
  const code = useCode();
  const { dateTime } = useFormatting();
  const columns: Column<CardJson>[] = [
    {
      key: "number",
      label: t("column.number"),
      heading: true,
      render: (c) => (
        <AppLink to="/cases/$caseId" params={{ caseId: c.caseId ?? "" }}>
          {c.number}
        </AppLink>
      ),
    },
    {
      key: "phase",
      label: t("mine.phase"),
      render: (c) => (
        <>
          {c.locked ? <Chip tone="stopped" text={t("mine.locked")} /> : <PhaseChip phase={c.phase} />}
          <Lacks card={c} />
        </>
      ),
    },
    { key: "due", label: t("column.due"), render: (c) => <CardDue card={c} /> },
    { key: "since", label: t("column.since"), render: (c) => dateTime(c.waitingSince) },
    { key: "needs", label: t("column.needs"), render: (c) => (c.needs ?? []).map((n) => code(n)).join(", ") || "–" },
    { key: "grade", label: t("column.grade"), render: (c) => code(c.gradeBand) || "–" },
  ];
  return <DataTable caption={t("mine.caption")} columns={columns} rows={cards} rowKey={(c) => c.caseId ?? ""} condensed />;
}
