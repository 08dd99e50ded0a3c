import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton, Paragraph } from "suomifi-ui-components";
import type { CaseJson, EventJson, RoutingJson, RunnerUpJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { eventsQuery } from "./queries";
import type { Side } from "./side";
import { Author } from "./Thread";

/** Why explains where the request went: the sentence, the facts, who else was considered. */
export function Why({ routing }: { routing: RoutingJson }) {
  const { t } = useTranslation("case");
  return (
    <Expander className="vaatu-noprint">
      <ExpanderTitleButton asHeading="h2">{t("why.heading")}</ExpanderTitleButton>
      <ExpanderContent>
        <RoutingFacts routing={routing} />
      </ExpanderContent>
    </Expander>
  );
}

/** RoutingFacts shows a routing decision without a frame; in brief without the facts of the request. */
export function RoutingFacts({ routing, brief = false }: { routing: RoutingJson; brief?: boolean }) {
  const { t } = useTranslation("case");
  const code = useCode();
  return (
    <>
      {routing.overridden && <Paragraph mb="s">{t("why.overridden")}</Paragraph>}
      {routing.sentence && <Paragraph mb="s">{routing.sentence}</Paragraph>}
      <dl className="vaatu-answers">
        {!brief && (routing.matched ?? []).length > 0 && (
          <div>
            <dt>{t("why.matched")}</dt>
            <dd>{(routing.matched ?? []).map((m) => code(m)).join(", ")}</dd>
          </div>
        )}
        <Units label={t("why.runnersUp")} units={routing.runnersUp} />
        <Units label={t("why.partners")} units={routing.partners} />
      </dl>
      {!brief && routing.ruleSetVersion && (
        <p className="vaatu-thread__meta">{t("why.version", { version: routing.ruleSetVersion })}</p>
      )}
    </>
  );
}

function Units({ label, units }: { label: string; units: readonly RunnerUpJson[] | undefined }) {
  const { language } = useFormatting();
  if (!units || units.length === 0) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{units.map((u) => unitName(u, language)).join(", ")}</dd>
    </div>
  );
}

/** Timeline shows what has happened, oldest first; it is read when opened. */
export function Timeline({ item, side }: { item: CaseJson; side: Side }) {
  const { t } = useTranslation("case");
  const [open, setOpen] = useState(false);
  const events = useQuery({ ...eventsQuery(item.id ?? "", item.etag), enabled: open });
  return (
    <Expander className="vaatu-noprint" onOpenChange={setOpen}>
      <ExpanderTitleButton asHeading="h2">{t("timeline.heading")}</ExpanderTitleButton>
      <ExpanderContent>
        {events.error && <ErrorNotice error={events.error} onRetry={() => void events.refetch()} />}
        {open && events.isPending && <Loading />}
        <ol className="vaatu-timeline">
          {(events.data?.events ?? []).map((e) => (
            <Happened key={e.version} event={e} side={side} />
          ))}
        </ol>
      </ExpanderContent>
    </Expander>
  );
}

/** plainly answers the sentence of what the reader should not have to work out from the event and who did it. */
function plainly(event: EventJson, side: Side): string | undefined {
  if (event.kind === "DECLINED" && side === "school") return "schoolEvent.DECLINED";
  // Nobody put it back: the role of whoever held it has ended.
  if (event.kind === "RELEASED" && event.author?.role === "ROLE_CLOCK") return "schoolEvent.VACATED";
  if (event.kind === "ASKED" && event.author?.role === "ROLE_COORDINATOR") return "schoolEvent.ASKED_UNLED";
  return undefined;
}

function Happened({ event, side }: { event: EventJson; side: Side }) {
  const code = useCode();
  const { dateTime } = useFormatting();
  const plain = plainly(event, side);
  return (
    <li>
      <time dateTime={event.time}>{dateTime(event.time)}</time>
      <br />
      <strong>{code(plain ?? `EVENT_${event.kind}`)}</strong>
      {!plain && event.author && (
        <>
          {" · "}
          <Author author={event.author} />
        </>
      )}
    </li>
  );
}
