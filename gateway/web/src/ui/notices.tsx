import { useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert, Paragraph } from "suomifi-ui-components";
import {
  forgetSignInTooOld,
  freshSignInAddress,
  leaveToSignIn,
  signInAddress,
  useSessionExpired,
  useSignInTooOld,
} from "../api/session";
import { announce } from "./announce";
import { Dialog } from "./Dialog";
import { keepPlace } from "./place";

function leave(): void {
  keepPlace();
  leaveToSignIn();
}

/** SessionNotice stands over the page when the session has ended; nothing on the page is lost. */
export function SessionNotice() {
  const { t } = useTranslation("errors");
  const expired = useSessionExpired();
  if (!expired) return null;
  return (
    <div role="alert" className="vaatu-notice vaatu-notice--session">
      <InlineAlert status="warning" labelText={t("session")}>
        <a
          className="vaatu-button"
          href={signInAddress()}
          onClick={(event) => {
            event.currentTarget.href = signInAddress();
            leave();
          }}
        >
          {t("signIn")}
        </a>
      </InlineAlert>
    </div>
  );
}

/** SignInAgain asks to sign in anew when the sign-in is too old for what the person wants; the session goes on without. */
export function SignInAgain() {
  const { t } = useTranslation(["errors", "common"]);
  if (!useSignInTooOld()) return null;
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

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** OfflineNotice tells that there is no connection; writing goes on. */
export function OfflineNotice() {
  const { t } = useTranslation("errors");
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  const told = useRef(false);
  useEffect(() => {
    if (!online && !told.current) announce(t("offlineNotice"));
    if (online && told.current) announce(t("onlineAgain"));
    told.current = !online;
  }, [online, t]);
  if (online) return null;
  return (
    <div className="vaatu-notice">
      <InlineAlert status="warning">{t("offlineNotice")}</InlineAlert>
    </div>
  );
}
