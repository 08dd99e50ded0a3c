import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import {
  leaveToSignIn,
  signInAddress,
  useSessionExpired,
  useSignInTooOld,
} from "../api/session";
import { announce } from "./announce";
import { keepPlace } from "./place";

/** leave goes to the sign-in, and comes back to where the person was. */
export function leave(): void {
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

const SignInDialog = lazy(() => import("./SignInDialog"));

/** SignInAgain stands over the page when the sign-in is too old for what the person wants. */
export function SignInAgain() {
  if (!useSignInTooOld()) return null;
  return (
    <Suspense fallback={null}>
      <SignInDialog />
    </Suspense>
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
