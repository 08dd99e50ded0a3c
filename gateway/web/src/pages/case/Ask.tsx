import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { keptText } from "../../ui/keptText";
import { Loading } from "../../ui/Loading";

// The calendar weighs as much as the rest of the page: it comes with the form, once somebody wants to ask.
const form = () => import("./AskForm");
const AskForm = lazy(form);

type AskProps = { item: CaseJson; onSent: (id: string) => void };

/** Ask opens the form for a question to the school; one that was begun before is open at once. */
export function Ask({ item, onSent }: AskProps) {
  const { t } = useTranslation("case");
  const [open, setOpen] = useState<"kept" | "pressed" | undefined>(() =>
    keptText(`case.${item.id}.ask`) !== "" ? "kept" : undefined,
  );
  if (open) {
    return (
      <Suspense fallback={<Loading />}>
        <AskForm
          item={item}
          focused={open === "pressed"}
          onSent={(id) => {
            setOpen(undefined);
            onSent(id);
          }}
        />
      </Suspense>
    );
  }
  return (
    <div className="vaatu-actions vaatu-noprint">
      <Button variant="secondary" onPointerEnter={() => void form()} onFocus={() => void form()} onClick={() => setOpen("pressed")}>
        {t("ask.open")}
      </Button>
    </div>
  );
}
