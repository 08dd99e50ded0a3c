import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { Dialog } from "./Dialog";

/** UnsavedDialog asks before a sign-out that would take text along which is only on this device. */
export default function UnsavedDialog({ onLeave, onClose }: { onLeave: () => void; onClose: () => void }) {
  const { t } = useTranslation(["drafts", "common"]);
  return (
    <Dialog
      title={t("drafts:signOut.title")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onLeave}>{t("drafts:signOut.yes")}</Button>
          <Button variant="secondary" onClick={onClose}>
            {t("common:action.cancel")}
          </Button>
        </>
      }
    >
      <Paragraph>{t("drafts:signOut.text")}</Paragraph>
    </Dialog>
  );
}
