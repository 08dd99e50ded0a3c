import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { TriageItemJson } from "../../gen/vaatu/routing/v1/routing_pb";

// The calendar comes with the dialog, once somebody wants to ask.
const dialog = () => import("./AskUnledDialog");
const AskUnledDialog = lazy(dialog);

/** AskUnled lets coordination ask the school what is missing to choose a recipient. */
export function AskUnled({ item, onDone }: { item: TriageItemJson; onDone: (said: string) => void }) {
  const { t } = useTranslation("triage");
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={opener}
        variant="secondary"
        aria-label={t("ask.openNamed", { number: item.card?.number })}
        onPointerEnter={() => void dialog()}
        onFocus={() => void dialog()}
        onClick={() => setOpen(true)}
      >
        {t("ask.open")}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <AskUnledDialog item={item} opener={opener} onDone={onDone} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
