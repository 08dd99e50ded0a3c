import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert } from "suomifi-ui-components";
import type { BreakGlassJson, OpenedByBreakGlassJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useGlassPost } from "./queries";
import { soon, timeLeft } from "./timeLeft";

type OpenedNoticeProps = {
  opened: OpenedByBreakGlassJson;
  /** The time is up, or the person has closed it: from now on nothing of the content may stand on the page. */
  onClosed: () => void;
};

/** OpenedNotice stands over a case that is open by break-glass: until when, and a way to close it before. */
export function OpenedNotice({ opened, onClosed }: OpenedNoticeProps) {
  const { t } = useTranslation("glass");
  const { moment } = useFormatting();
  const left = useTimeLeft(opened.expireTime ?? "");
  const call = useGlassPost<BreakGlassJson>();
  const over = left <= 0;
  const ending = left <= soon;

  useEffect(() => {
    if (over) onClosed();
  }, [over, onClosed]);
  useEffect(() => {
    if (ending && !over) announce(t("opened.soon"));
  }, [ending, over, t]);

  return (
    <div className="vaatu-notice vaatu-notice--session">
      <InlineAlert status="warning" labelText={t("opened.title", { time: moment(opened.expireTime) })}>
        {/* A timer is not read aloud as it runs. */}
        <span role="timer">{t("opened.left", { time: timeLeft(left) })}</span>
        <div className="vaatu-notice__actions">
          <Button
            variant="secondary"
            aria-disabled={call.busy}
            onClick={() => call.send({ path: `/v1/break-glasses/${opened.id}:end`, body: {} }, onClosed)}
          >
            {t("opened.close")}
          </Button>
        </div>
      </InlineAlert>
      {call.error !== null && <ErrorNotice error={call.error} />}
    </div>
  );
}

/** useTimeLeft answers the milliseconds until a time, anew every second. */
function useTimeLeft(until: string): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(until) - now;
}
