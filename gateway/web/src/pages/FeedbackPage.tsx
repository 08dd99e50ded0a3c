import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { keys } from "../api/queries";
import type { FeedbackJson } from "../api/types";
import { usePost } from "../api/usePost";
import { announceDone } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { Confirm } from "./case/Confirm";
import "./case/case.css";
import { FeedbackCard } from "./feedback/FeedbackCard";
import { feedbackQuery } from "./feedback/queries";

const route = getRouteApi("/feedback");

/** Feedback on accessibility for an admin: what is to be answered by its day, or what was answered. */
export default function FeedbackPage() {
  const { t } = useTranslation("accessibility");
  const answered = route.useSearch().answered !== undefined;
  const query = useInfiniteQuery(feedbackQuery(answered));
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.feedback });
  const call = usePost<FeedbackJson>({ succeeded: refresh, refused: refresh });
  const [asked, setAsked] = useState<FeedbackJson>();
  const opener = useRef<HTMLButtonElement>(null);

  /** Once marked, the button that opened the dialog is gone: the heading takes the focus. */
  function mark(item: FeedbackJson): void {
    call.send({ path: `/v1/feedback/${item.id}:markAnswered`, body: {} }, () => {
      announceDone(t("list.marked", { number: item.number }));
      setAsked(undefined);
      setTimeout(() => document.querySelector("h1")?.focus());
    });
  }

  if (!query.data || isMissing(query.error)) return <QueryPage title={t("list.title")} query={query} />;
  const items = query.data.pages.flatMap((p) => p.feedback ?? []);
  return (
    <Page title={t("list.title")}>
      <Paragraph mb="s">{t("list.lead")}</Paragraph>
      <p>
        {answered ? (
          <AppLink to="/feedback">{t("list.open")}</AppLink>
        ) : (
          <AppLink to="/feedback" search={{ answered: "1" }}>
            {t("list.answered")}
          </AppLink>
        )}
      </p>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {items.length === 0 ? (
        <Empty text={t(answered ? "list.noneAnswered" : "list.none")} />
      ) : (
        <ul className="vaatu-cards" aria-label={t(answered ? "list.answered" : "list.open")}>
          {items.map((item) => (
            <FeedbackCard
              key={item.id}
              item={item}
              onMark={(one, button) => {
                opener.current = button;
                setAsked(one);
              }}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className="vaatu-actions">
          <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("list.more")}
          </Button>
        </div>
      )}
      {asked && (
        <Confirm
          title={t("list.confirm", { number: asked.number })}
          confirm={t("list.mark")}
          busy={call.busy}
          onConfirm={() => mark(asked)}
          onCancel={() => setAsked(undefined)}
          opener={opener}
        >
          <Paragraph>{t("list.confirmText")}</Paragraph>
          {call.error !== null && <ErrorNotice error={call.error} />}
        </Confirm>
      )}
    </Page>
  );
}
