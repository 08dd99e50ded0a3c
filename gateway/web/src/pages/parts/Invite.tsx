import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { may } from "../case/side";

const InviteDialog = lazy(() => import("./InviteDialog"));

/** Invite opens the dialog in which whoever leads asks another unit to take part. */
export default function Invite({ item }: { item: CaseJson }) {
  const { t } = useTranslation("parts");
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  if (!may(item, "ACTION_INVITE")) return null;
  return (
    <div className="vaatu-actions">
      <Button ref={opener} variant="secondary" onClick={() => setOpen(true)}>
        {t("invite.button")}
      </Button>
      <Suspense fallback={null}>{open && <InviteDialog item={item} opener={opener} onClose={() => setOpen(false)} />}</Suspense>
    </div>
  );
}
