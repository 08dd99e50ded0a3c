import { lazy, Suspense, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { TriageItemJson } from "../../gen/vaatu/routing/v1/routing_pb";

// The calendar comes with the dialog, once somebody wants to ask.
const dialog = () => import("./AskUnledDialog");
const AskUnledDialog = lazy(dialog);

type Asking = { item: TriageItemJson; opener: RefObject<HTMLButtonElement | null> };

/** Ask opens the dialog that asks the school about a case. */
export type Ask = (asking: Asking) => void;

/** AskUnled lets coordination ask the school what is missing to choose a recipient. */
export function AskUnled({ item, onAsk }: { item: TriageItemJson; onAsk: Ask }) {
  const { t } = useTranslation("triage");
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <Button
      ref={opener}
      variant="secondary"
      aria-label={t("ask.openNamed", { number: item.card?.number })}
      onPointerEnter={() => void dialog()}
      onFocus={() => void dialog()}
      onClick={() => onAsk({ item, opener })}
    >
      {t("ask.open")}
    </Button>
  );
}

/** useAskUnled answers how to ask, and the dialog: it outlasts the card, which goes when somebody else decides. */
export function useAskUnled(items: readonly TriageItemJson[], onDone: (said: string) => void, onGone: () => void) {
  const [asking, setAsking] = useState<Asking>();
  const now = items.find((i) => i.card?.caseId === asking?.item.card?.caseId);
  const close = () => {
    setAsking(undefined);
    if (!now) onGone();
  };
  const shown = asking && (
    <Suspense fallback={null}>
      <AskUnledDialog item={now ?? asking.item} gone={!now} opener={asking.opener} onDone={onDone} onClose={close} />
    </Suspense>
  );
  return { onAsk: setAsking as Ask, dialog: shown };
}
