import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { forgetSignInTooOld, freshSignInAddress } from "../api/session";
import { Dialog } from "./Dialog";
import { leave } from "./notices";

/** SignInDialog asks to sign in anew; the session goes on without. */
export default function SignInDialog() {
  const { t } = useTranslation(["errors", "common"]);
  return (
    <Dialog
      signsIn
      title={t("errors:again.title")}
      onClose={forgetSignInTooOld}
      footer={
        <>
          <a className="vaatu-button" href={freshSignInAddress()} onClick={leave}>
            {t("errors:again.button")}
          </a>
          <Button variant="secondary" onClick={forgetSignInTooOld}>
            {t("common:action.cancel")}
          </Button>
        </>
      }
    >
      <Paragraph>{t("errors:again.text")}</Paragraph>
    </Dialog>
  );
}
