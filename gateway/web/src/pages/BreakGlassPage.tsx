import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { BreakGlassJson } from "../api/types";
import { Empty } from "../ui/Empty";
import { Page } from "../ui/Page";
import { ErrorNotice } from "../ui/ErrorNotice";
import { isMissing, QueryPage } from "../ui/QueryState";
import { GlassTable } from "./glass/GlassTable";
import { glassesQuery } from "./glass/queries";

// Most visits only look.
const ReviewDialog = lazy(() => import("./glass/ReviewDialog"));

/** BreakGlassPage lists who has opened which case and why: first what nobody has reviewed. */
export default function BreakGlassPage() {
  const { t } = useTranslation("glass");
  const query = useInfiniteQuery(glassesQuery);
  const [reviewed, setReviewed] = useState<BreakGlassJson>();
  const opener = useRef<HTMLButtonElement>(null);
  if (!query.data || isMissing(query.error)) return <QueryPage title={t("title")} query={query} />;
  const glasses = query.data.pages.flatMap((page) => page.breakGlasses ?? []);
  const unreviewed = query.data.pages[0]?.unreviewed ?? 0;

  /** Closed, the dialog gives the focus back to its button; after a review that button is gone. */
  function close(): void {
    setReviewed(undefined);
    setTimeout(() => {
      if (document.activeElement === document.body) document.querySelector("h1")?.focus();
    });
  }

  return (
    <Page title={t("title")} wide>
      <Paragraph mb="s">{t("lead")}</Paragraph>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {glasses.length === 0 ? (
        <Empty text={t("empty")} />
      ) : (
        <>
          <p>
            <strong>{t("unreviewed", { count: unreviewed })}</strong>
          </p>
          <GlassTable
            glasses={glasses}
            onReview={(glass, button) => {
              opener.current = button;
              setReviewed(glass);
            }}
          />
        </>
      )}
      {query.hasNextPage && (
        <div className="vaatu-actions">
          <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
      <Suspense>{reviewed && <ReviewDialog glass={reviewed} opener={opener} onClose={close} />}</Suspense>
    </Page>
  );
}
