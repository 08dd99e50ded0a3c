import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";

/** Discard drops what was chosen and kept, where something was. */
export function Discard({ changed, onDiscard }: { changed: boolean; onDiscard: () => void }) {
  const { t } = useTranslation("staffing");
  if (!changed) return null;
  return (
    <Button
      variant="secondaryNoBorder"
      onClick={(event) => {
        event.currentTarget.closest('[role="dialog"]')?.querySelector("input")?.focus(); // the button goes
        onDiscard();
      }}
    >
      {t("discard")}
    </Button>
  );
}
