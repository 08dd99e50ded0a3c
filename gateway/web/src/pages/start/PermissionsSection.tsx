import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { AppLink, ButtonLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { authorisationsQuery } from "../permits/queries";

const shown = 3;

/** PermissionsSection tells a principal which cases wait for the school's authorisation, where there are any. */
export function PermissionsSection() {
  const { t } = useTranslation(["permits", "start"]);
  const code = useCode();
  const { date } = useFormatting();
  const query = useInfiniteQuery(authorisationsQuery);
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const page = query.data?.pages[0];
  const count = page?.waiting ?? 0;
  if (!page || count === 0) return null;
  const waiting = (page.authorisations ?? []).filter((a) => !a.state).slice(0, shown);
  return (
    <section>
      <Heading variant="h2">{t("permits:start.heading")}</Heading>
      <p>
        <AppLink to="/permissions">{t("permits:start.waiting", { count })}</AppLink>
      </p>
      <ul className="vaatu-cards" aria-label={t("permits:list.caption")}>
        {waiting.map((a) => (
          <li key={a.caseId} className="vaatu-card vaatu-row">
            <div>
              <div className="vaatu-card__heading">{code("LACK_AUTHORISATION_NONE")}</div>
              <div>
                <span className="vaatu-number">{a.number}</span> · {t("start:since", { date: date(a.updateTime) })}
              </div>
            </div>
            <ButtonLink className="vaatu-button" to="/permissions/$caseId" params={{ caseId: a.caseId ?? "" }} aria-label={t("permits:list.openOf", { number: a.number ?? "" })}>
              {t("permits:list.open")}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
