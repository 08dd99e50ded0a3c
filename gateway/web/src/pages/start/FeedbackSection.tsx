import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import { useFormatting } from "../../i18n/formatting";
import { AppLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { feedbackQuery } from "../feedback/queries";

/** FeedbackSection leads an admin to the feedback that is to be answered, where there is any. */
export function FeedbackSection() {
  const { t } = useTranslation("accessibility");
  const { date } = useFormatting();
  const query = useInfiniteQuery(feedbackQuery(false));
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const waiting = query.data?.pages.flatMap((page) => page.feedback ?? []) ?? [];
  if (waiting.length === 0) return null;
  return (
    <section>
      <Heading variant="h2">{t("list.title")}</Heading>
      <p>
        <AppLink to="/feedback">{t("list.waiting", { count: waiting.length })}</AppLink>
      </p>
      <p>
        {t("list.due")} {date(waiting[0]?.dueDate)}
      </p>
    </section>
  );
}
