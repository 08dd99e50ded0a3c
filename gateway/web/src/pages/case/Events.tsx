import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CaseJson, EventJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { bareOutcome } from "../disputes/outcome";
import { eventsQuery } from "./queries";
import type { Side } from "./side";
import { Author } from "./Thread";

/** Events lists what has happened, oldest first. */
export default function Events({ item, side }: { item: CaseJson; side: Side }) {
  const events = useQuery(eventsQuery(item));
  return (
    <>
      {events.error && <ErrorNotice error={events.error} onRetry={() => void events.refetch()} />}
      {events.isPending && <Loading />}
      <ol className="vaatu-timeline">
        {(events.data?.events ?? []).map((e) => (
          <Happened key={e.version} event={e} side={side} />
        ))}
      </ol>
    </>
  );
}

/** plainly answers the sentence of what the reader should not have to work out from the event and who did it. */
function plainly(event: EventJson, side: Side) {
  if (event.kind === "DECLINED" && side === "school") return "DECLINED";
  // Nobody put it back: the role of whoever held it has ended.
  if (event.kind === "RELEASED" && event.author?.role === "ROLE_CLOCK") return "VACATED";
  if (event.kind === "ASKED" && event.author?.role === "ROLE_COORDINATOR") return "ASKED_UNLED";
  return undefined;
}

function Happened({ event, side }: { event: EventJson; side: Side }) {
  const { t } = useTranslation(["events", "disputes"]);
  const { dateTime } = useFormatting();
  const plain = plainly(event, side);
  const outcome = bareOutcome(event.disputeOutcome);
  const what = outcome ? t(`disputes:outcome.${outcome}`) : t(`events:event.${event.kind}` as "events:event.FILED");
  return (
    <li>
      <time dateTime={event.time}>{dateTime(event.time)}</time>
      <br />
      <strong>{plain ? t(`events:plain.${plain}`) : what}</strong>
      {!plain && event.author && (
        <>
          {" · "}
          <Author author={event.author} />
        </>
      )}
    </li>
  );
}
