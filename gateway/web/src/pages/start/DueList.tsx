import { useTranslation } from "react-i18next";
import { grantsOf, useMe } from "../../api/queries";
import { useCode } from "../../i18n/codes";
import { todayInHelsinki, useFormatting } from "../../i18n/formatting";
import { AppLink, ButtonLink } from "../../ui/AppLink";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { unitsOf } from "../../ui/Navigation";
import { anchorOf } from "../triage/useAnchor";
import { firstOf, type DueItem, type DueKind } from "./due";
import { useDue } from "./useDue";

const shown = 7;

/** DueList shows what is due, seven at most and of each kind the first, and where the rest is. asked: a colleague waits, so that it is not nothing. */
export function DueList({ asked }: { asked: boolean }) {
  const { t } = useTranslation("start");
  const { items, authorises, error, retry } = useDue();
  if (error && !items) return <ErrorNotice error={error} onRetry={retry} />;
  if (!items) return <Loading />;
  if (items.length === 0) return asked || authorises ? null : <Nothing />;
  return (
    <>
      <ul className="vaatu-cards" aria-label={t("list")}>
        {firstOf(items, shown).map((item) => (
          <Row key={item.kind + item.caseId} item={item} />
        ))}
      </ul>
      {items.length > shown && <Rest kind={items[shown]?.kind ?? "question"} total={items.length} />}
    </>
  );
}

/** Nothing says that nothing is due, and where to look meanwhile. */
function Nothing() {
  const { t } = useTranslation("start");
  const me = useMe().data;
  const unitId = unitsOf(me)[0]?.unitId;
  return (
    <Empty text={t("empty")}>
      {grantsOf(me, "ROLE_REQUESTER", "ROLE_PRINCIPAL").length > 0 && <AppLink to="/cases">{t("next.school")}</AppLink>}
      {unitId && (
        <AppLink to="/queues/$unitId" params={{ unitId }}>
          {t("next.unit")}
        </AppLink>
      )}
      {grantsOf(me, "ROLE_COORDINATOR").length > 0 && <AppLink to="/caseload">{t("next.coordination")}</AppLink>}
    </Empty>
  );
}

function Row({ item }: { item: DueItem }) {
  const { t } = useTranslation("start");
  const code = useCode();
  const { date } = useFormatting();
  const action = t(`open.${item.kind}`);
  const label = t("open.of", { action, number: item.number });
  return (
    <li className="vaatu-card vaatu-row">
      <div>
        <div className="vaatu-card__heading">{item.lacks.map(code).join(". ") || t(`item.${item.kind}`)}</div>
        <div>
          <span className="vaatu-number">{item.number}</span>
          {item.due !== "" && " · "}
          {item.due !== "" && (item.due < todayInHelsinki() ? <strong>{t("over", { date: date(item.due) })}</strong> : t("due", { date: date(item.due) }))}
          {item.due === "" && item.since !== "" && ` · ${t("since", { date: date(item.since) })}`}
        </div>
        {item.lacks.includes("LACK_AUTHORISATION_REFUSED") && <div>{t("refusedNext")}</div>}
      </div>
      {item.kind === "triage" || item.kind === "dispute" ? (
        <ButtonLink className="vaatu-button" to="/triage" hash={anchorOf(item.caseId)} aria-label={label}>
          {action}
        </ButtonLink>
      ) : (
        <ButtonLink className="vaatu-button" to="/cases/$caseId" params={{ caseId: item.caseId }} aria-label={label}>
          {action}
        </ButtonLink>
      )}
    </li>
  );
}

function Rest({ kind, total }: { kind: DueKind; total: number }) {
  const { t } = useTranslation("start");
  const text = `${t("all")} (${total})`;
  return (
    <p>
      {(kind === "triage" || kind === "dispute") && <AppLink to="/triage">{text}</AppLink>}
      {kind === "expert" && <AppLink to="/my-cases">{text}</AppLink>}
      {kind !== "triage" && kind !== "dispute" && kind !== "expert" && <AppLink to="/cases">{text}</AppLink>}
    </p>
  );
}
