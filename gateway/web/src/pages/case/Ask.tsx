import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { keptText } from "../../ui/keptText";
import { Loading } from "../../ui/Loading";

// The calendar weighs as much as the rest of the page: it comes with the form, once somebody wants to ask.
const form = () => import("./AskForm");
const AskForm = lazy(form);

const focus = (button: HTMLButtonElement | null) => button?.focus();

type AskProps = { item: CaseJson; onSent: (id: string) => void };

/** Ask opens the form for a question to the school; one that was begun before is open at once. */
export function Ask({ item, onSent }: AskProps) {
  const { t } = useTranslation("case");
  const [open, setOpen] = useState<"kept" | "pressed" | "closed" | undefined>(() =>
    keptText(`case.${item.id}.ask`) !== "" ? "kept" : undefined,
  );
  if (open === "kept" || open === "pressed") {
    return (
      <Suspense fallback={<Loading />}>
        <AskForm
          item={item}
          focused={open === "pressed"}
          onSent={(id) => {
            setOpen(undefined);
            onSent(id);
          }}
          onClose={() => setOpen("closed")}
        />
      </Suspense>
    );
  }
  return (
    <div className="vaatu-actions vaatu-noprint">
      <Button
        variant="secondary"
        onPointerEnter={() => void form()}
        onFocus={() => void form()}
        onClick={() => setOpen("pressed")}
        {...(open === "closed" && { forwardedRef: focus as never })}
      >
        {t("ask.open")}
      </Button>
    </div>
  );
}
