import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { schoolName, unitName, useCode } from "../../i18n/codes";
import { needTexts } from "../../i18n";
import { useFormatting } from "../../i18n/formatting";
import { AssignmentActions } from "./AssignmentActions";
import { may, type Side } from "./side";

// What only those who work on a case see of its parts comes with its texts.
const PartActions = lazy(async () => (await Promise.all([import("../parts/PartActions"), needTexts("parts")]))[0]);
const Invite = lazy(async () => (await Promise.all([import("../parts/Invite"), needTexts("parts")]))[0]);

/** Participants tells who takes part: the school, and each unit with the person who holds its part. */
export function Participants({ item, side }: { item: CaseJson; side: Side }) {
  const { t } = useTranslation("case");
  const { language } = useFormatting();
  return (
    <section aria-labelledby="parts-heading" className="vaatu-noprint">
      <Heading variant="h2" id="parts-heading">
        {t("parts.heading")}
      </Heading>
      <dl className="vaatu-answers">
        <div>
          <dt>{t("parts.school")}</dt>
          <dd>{schoolName(item, language)}</dd>
        </div>
        {item.filerName && (
          <div>
            <dt>{t("parts.filer")}</dt>
            <dd>{item.filerName}</dd>
          </div>
        )}
      </dl>
      {(item.assignments ?? []).filter((a) => side === "expert" || !hasLed(item, a)).map((a) => (
        <Part key={a.id} item={item} assignment={a} side={side} />
      ))}
      {may(item, "ACTION_INVITE") && (
        <Suspense fallback={null}>
          <Invite item={item} />
        </Suspense>
      )}
    </section>
  );
}

/** hasLed tells of a lead that has ended, other than with the request itself: a school is told who leads now. */
function hasLed(item: CaseJson, { role, state }: AssignmentJson): boolean {
  return role === "ROLE_LEAD" && state === "STATE_CANCELLED" && item.phase !== "PHASE_WITHDRAWN";
}

function Part({ item, assignment, side }: { item: CaseJson; assignment: AssignmentJson; side: Side }) {
  const { t } = useTranslation("case");
  const code = useCode();
  const { language } = useFormatting();
  const part = assignment.role === "ROLE_PARTNER" ? code("PART_PARTNER") : code("PART_LEAD");
  const waits = assignment.state === "STATE_WAITING";
  return (
    <div className="vaatu-part">
      <strong>{unitName(assignment, language)}</strong>
      <p className="vaatu-thread__meta">
        {[part, code(assignment.state), assignment.declineReason && code(assignment.declineReason)].filter(Boolean).join(" · ")}
      </p>
      {assignment.holderName && <p className="vaatu-thread__meta">{assignment.holderName}</p>}
      {waits && <p className="vaatu-thread__meta">{t("parts.nobody")}</p>}
      <AssignmentActions item={item} assignment={assignment} />
      {side === "expert" && (
        <Suspense fallback={null}>
          <PartActions item={item} assignment={assignment} />
        </Suspense>
      )}
    </div>
  );
}
