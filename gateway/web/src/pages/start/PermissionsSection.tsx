import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import { useFormatting } from "../../i18n/formatting";
import { ButtonLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { authorisationsQuery } from "../permits/queries";

/** PermissionsSection tells a principal how many cases wait for the school's authorisation, where there are any. */
export function PermissionsSection() {
  const { t } = useTranslation(["permits", "start"]);
  const { date } = useFormatting();
  const query = useInfiniteQuery(authorisationsQuery);
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const count = query.data?.pages[0]?.waiting ?? 0;
  if (!query.data || count === 0) return null;
  const first = query.data.pages[0]?.authorisations?.[0];
  return (
    <section>
      <Heading variant="h2">{t("permits:start.heading")}</Heading>
      <div className="vaatu-card vaatu-row">
        <div>
          <div className="vaatu-card__heading">{t("permits:start.waiting", { count })}</div>
          <div>{t("start:since", { date: date(first?.updateTime) })}</div>
        </div>
        <ButtonLink className="vaatu-button" to="/permissions">
          {t("permits:start.open")}
        </ButtonLink>
      </div>
    </section>
  );
}
