import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import { useFormatting } from "../../i18n/formatting";
import { ButtonLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { oldestGlassQuery } from "../glass/queries";

/** GlassSection tells how many break-glasses nobody has reviewed and since when; with quiet, only where there are some. */
export function GlassSection({ quiet }: { quiet: boolean }) {
  const { t } = useTranslation("start");
  const { date } = useFormatting();
  const query = useQuery(oldestGlassQuery);
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const count = query.data?.unreviewed ?? 0;
  if (!query.data || (quiet && count === 0)) return null;
  return (
    <section>
      <Heading variant="h2">{t("glass.heading")}</Heading>
      <div className="vaatu-card vaatu-row">
        <div>
          <div className="vaatu-card__heading">{t("glass.unreviewed", { count })}</div>
          {count > 0 && <div>{t("since", { date: date(query.data.breakGlasses?.[0]?.createTime) })}</div>}
        </div>
        <ButtonLink className="vaatu-button vaatu-button--secondary" to="/break-glass">
          {t("glass.open")}
        </ButtonLink>
      </div>
    </section>
  );
}
