import { useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import { leaveToSignIn, signInAddress, useSessionExpired } from "../api/session";
import { announce } from "./announce";

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
            leaveToSignIn();
          }}
        >
          {t("signIn")}
        </a>
      </InlineAlert>
    </div>
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
