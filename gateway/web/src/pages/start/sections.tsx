// What stands below the due things on the start page, by role.

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { draftsQuery, keys, pollIntervalTold } from "../../api/queries";
import type { DraftJson, GrantJson } from "../../api/types";
import type { ListQueueResponseJson } from "../../gen/vaatu/assignment/v1/assignment_pb";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { AppLink, ButtonLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { leavesSoon, leavingFirst } from "../drafts/leaving";

const shownDrafts = 3;

/** DraftsSection shows the latest drafts. */
export function DraftsSection() {
  const { t } = useTranslation("start");
  const query = useQuery(draftsQuery);
  const drafts = query.data ?? [];
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (drafts.length === 0) return null;
  return (
    <section>
      <Heading variant="h2">{t("drafts.heading")}</Heading>
      <ul className="vaatu-cards">
        {leavingFirst(drafts).slice(0, Math.max(shownDrafts, drafts.filter((d) => leavesSoon(d)).length)).map((draft) => (
          <DraftRow key={draft.id} draft={draft} />
        ))}
      </ul>
      {drafts.length > shownDrafts && (
        <p>
          <AppLink to="/drafts">
            {t("drafts.all")} ({drafts.length})
          </AppLink>
        </p>
      )}
    </section>
  );
}

function DraftRow({ draft }: { draft: DraftJson }) {
  const { t } = useTranslation(["start", "form", "drafts"]);
  const code = useCode();
  const { date, dateTime } = useFormatting();
  const what = (draft.request?.needs ?? []).map(code).join(", ") || t("form:drafts.noNeeds");
  return (
    <li className="vaatu-card vaatu-row">
      <div>
        <div className="vaatu-card__heading">{what}</div>
        <div>{t("start:drafts.saved", { when: dateTime(draft.updateTime ?? draft.createTime) })}</div>
        {leavesSoon(draft) && <strong>{t("drafts:leaving", { date: date(draft.expireDate) })}</strong>}
      </div>
      <ButtonLink
        className="vaatu-button vaatu-button--secondary"
        to="/drafts/$draftId"
        params={{ draftId: draft.id ?? "" }}
        aria-label={t("start:drafts.continueOf", { what })}
      >
        {t("start:drafts.continue")}
      </ButtonLink>
    </li>
  );
}

/** QueueSection leads to the queue of one unit, with how many wait there. */
export function QueueSection({ grant }: { grant: GrantJson }) {
  const { t } = useTranslation("start");
  const { language } = useFormatting();
  const unitId = grant.unitId ?? "";
  const queue = useQuery({
    queryKey: [...keys.queue(unitId), "size"],
    queryFn: ({ signal }) =>
      api.get<ListQueueResponseJson>(`/v1/queues/${unitId}/assignments`, { pageSize: 1 }, { signal }),
    refetchInterval: pollIntervalTold,
  });
  const unit = unitName(grant, language);
  return (
    <section>
      <Heading variant="h2">{t("queues.heading")}</Heading>
      <div className="vaatu-card vaatu-row">
        <div>
          <div className="vaatu-card__heading">{unit}</div>
          {queue.data && <div>{t("queues.waiting", { count: queue.data.totalSize ?? 0 })}</div>}
        </div>
        <ButtonLink
          className="vaatu-button vaatu-button--secondary"
          to="/queues/$unitId"
          params={{ unitId }}
          aria-label={t("queues.openOf", { unit })}
        >
          {t("queues.open")}
        </ButtonLink>
      </div>
    </section>
  );
}

/** CoordinationSection leads to the pages of coordination. */
export function CoordinationSection() {
  const { t } = useTranslation("start");
  return (
    <section>
      <Heading variant="h2">{t("coordination.heading")}</Heading>
      <div className="vaatu-actions">
        <ButtonLink className="vaatu-button vaatu-button--secondary" to="/triage">
          {t("coordination.triage")}
        </ButtonLink>
        <ButtonLink className="vaatu-button vaatu-button--secondary" to="/caseload">
          {t("coordination.caseload")}
        </ButtonLink>
      </div>
    </section>
  );
}

/** RequestSection tells a school's person how a request is made. */
export function RequestSection() {
  const { t } = useTranslation("start");
  return (
    <section>
      <Heading variant="h2">{t("requests.heading")}</Heading>
      <Paragraph>{t("requests.text")}</Paragraph>
    </section>
  );
}
