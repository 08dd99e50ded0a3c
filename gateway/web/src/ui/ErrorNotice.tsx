import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert } from "suomifi-ui-components";
import { isProblem } from "../api/problem";

/** problemText answers what to tell the person of a failed call. */
export function problemText(t: TFunction<"errors">, error: unknown): string {
  if (!isProblem(error)) return t("unknown");
  switch (error.reason) {
    case "OFFLINE":
      return t("offline");
    case "UNAUTHENTICATED":
      return t("session");
    case "NOT_FOUND":
      return t("notFound");
    case "ETAG_STALE":
      return error.detail || t("stale");
    case "RATE_LIMITED":
      return t("rateLimited");
    case "UNAVAILABLE":
      return t("unavailable");
    case "CONTENT_UNAVAILABLE":
      return t("contentUnavailable");
    case "INTERNAL":
      return t("internal");
    default:
      return error.detail || error.title || t("unknown");
  }
}

type ErrorNoticeProps = {
  error: unknown;
  /** What happened, when the page knows better than the service. */
  text?: ReactNode;
  onRetry?: () => void;
};

/** ErrorNotice tells of a failed call at once, with the request's id and a way on. */
export function ErrorNotice({ error, text, onRetry }: ErrorNoticeProps) {
  const { t } = useTranslation("errors");
  const requestId = isProblem(error) ? error.requestId : "";
  return (
    <div role="alert" className="vaatu-notice">
      <InlineAlert status="error" labelText={t("heading")}>
        <span>{text ?? problemText(t, error)}</span>
        {requestId !== "" && <span className="vaatu-notice__id">{t("requestId", { id: requestId })}</span>}
        {onRetry && (
          <div className="vaatu-notice__actions">
            <Button variant="secondary" onClick={onRetry}>
              {t("retry")}
            </Button>
          </div>
        )}
      </InlineAlert>
    </div>
  );
}
