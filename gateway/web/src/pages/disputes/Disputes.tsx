import { lazy, Suspense, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "suomifi-ui-components";
import type { DisputeItemJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { DisputeCard } from "./DisputeCard";
import type { useDisputes } from "./useDisputes";

const dialog = () => import("./SettleDialog");
const SettleDialog = lazy(dialog);

type Settling = { item: DisputeItemJson; opener: RefObject<HTMLButtonElement | null> };

// A dispute that is raised anew is another one.
const nameOf = ({ card, dispute }: DisputeItemJson) => `${card?.caseId} ${dispute?.createTime}`;

type DisputesProps = {
  query: ReturnType<typeof useDisputes>;
  /** Hears what was settled. */
  onDone: (said: string) => void;
};

/** Disputes are the disputes about the lead that wait for coordination, where there are any. */
export function Disputes({ query, onDone }: DisputesProps) {
  const { t } = useTranslation("disputes");
  const [settling, setSettling] = useState<Settling>();
  const heading = useRef<HTMLHeadingElement>(null);
  const items = query.data?.pages.flatMap((p) => p.items ?? []) ?? [];
  const now = settling && items.find((i) => nameOf(i) === nameOf(settling.item));
  return (
    <>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {items.length > 0 && (
        <section aria-labelledby="disputes-heading">
          <Heading variant="h2" id="disputes-heading" tabIndex={-1} forwardedRef={heading as never}>
            {t("list.heading")}
          </Heading>
          <ul className="vaatu-cards">
            {items.map((item) => (
              <DisputeCard key={nameOf(item)} item={item} onReady={() => void dialog()} onSettle={(opener) => setSettling({ item, opener })} />
            ))}
          </ul>
          {query.hasNextPage && (
            <div className="vaatu-actions">
              <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t("list.more")}
              </Button>
            </div>
          )}
        </section>
      )}
      {settling && (
        <Suspense fallback={null}>
          <SettleDialog
            item={now ?? settling.item}
            gone={!now}
            opener={settling.opener}
            onDone={onDone}
            onClose={() => {
              setSettling(undefined);
              if (!now) (heading.current ?? document.querySelector("h1"))?.focus();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
