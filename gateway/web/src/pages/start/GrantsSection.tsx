import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { KeptGrantJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { AppLink, ButtonLink } from "../../ui/AppLink";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { everyGrantQuery } from "../grants/queries";
import { useGrantWords } from "../grants/words";
import { endingSoon } from "./due";

const shown = 7;

/** GrantsSection shows an admin who waits for their confirmation, and which grants end soon. */
export function GrantsSection() {
  const { t } = useTranslation("start");
  const waiting = useQuery(everyGrantQuery("GRANT_STATE_WAITS"));
  const holding = useQuery(everyGrantQuery("GRANT_STATE_HOLDS"));
  const failed = [waiting, holding].find((query) => query.error && !query.data);
  if (failed) return <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!waiting.data || !holding.data) return <Loading />;
  const toConfirm = waiting.data.filter((g) => g.allowedActions?.includes("GRANT_ACTION_CONFIRM"));
  const ending = endingSoon(holding.data);
  if (toConfirm.length + ending.length === 0) {
    return (
      <Empty text={t("grants.none")}>
        <AppLink to="/grants">{t("grants.open")}</AppLink>
      </Empty>
    );
  }
  return (
    <>
      <Part heading={t("grants.waiting")} grants={toConfirm} waiting />
      <Part heading={t("grants.ending")} grants={ending} />
    </>
  );
}

type PartProps = { heading: string; grants: readonly KeptGrantJson[]; waiting?: boolean };

function Part({ heading, grants, waiting = false }: PartProps) {
  const { t } = useTranslation("start");
  const { date } = useFormatting();
  const { name, roleAndScope } = useGrantWords();
  if (grants.length === 0) return null;
  return (
    <section>
      <Heading variant="h2">{heading}</Heading>
      <ul className="vaatu-cards" aria-label={heading}>
        {grants.slice(0, shown).map((g) => (
          <li key={g.id} className="vaatu-card vaatu-row">
            <div>
              <div className="vaatu-card__heading">{name(g)}</div>
              <div>{waiting ? roleAndScope(g) : t("grants.until", { grant: roleAndScope(g), date: date(g.toDate) })}</div>
            </div>
            {waiting && (
              <ButtonLink
                className="vaatu-button"
                to="/grants"
                search={{ state: "GRANT_STATE_WAITS" }}
                aria-label={t("grants.confirmOf", { name: name(g) })}
              >
                {t("grants.confirm")}
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
      {grants.length > shown && (
        <p>
          <AppLink to="/grants" search={{ state: waiting ? "GRANT_STATE_WAITS" : "GRANT_STATE_HOLDS" }}>
            {t("grants.rest", { n: grants.length })}
          </AppLink>
        </p>
      )}
    </section>
  );
}
