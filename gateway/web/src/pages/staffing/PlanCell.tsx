import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { AssignmentJson, PlannedAssignmentJson } from "../../api/types";
import { needTexts } from "../../i18n";
import { announce } from "../../ui/announce";
import { ActionError } from "../case/ActionError";
import { useSend } from "../case/useSend";

const AssignDialog = lazy(async () => (await Promise.all([import("../parts/AssignDialog"), needTexts("form", "parts")]))[0]);

/** PlanCell accepts one row of a plan. Where the world has changed it says how, and the other rows stand. */
export function PlanCell({ row }: { row: PlannedAssignmentJson }) {
  const { t } = useTranslation("staffing");
  const { assignment = {}, candidate = {} } = row;
  const number = assignment.card?.number ?? "";
  const call = useSend<AssignmentJson>(assignment.caseId ?? "");
  const [given, setGiven] = useState<{ name: string; stayed: boolean }>();
  const [choosing, setChoosing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const outcome = useRef<HTMLElement>(null);
  useEffect(() => {
    if (given?.stayed) outcome.current?.focus();
  }, [given]);

  function done(name: string, stayed = true): void {
    setGiven({ name, stayed });
    if (!stayed) announce(t("plan.accepted", { name })); // else the focus says it
  }

  if (given) {
    return (
      <strong tabIndex={-1} ref={outcome}>
        {t("plan.accepted", { name: given.name })}
      </strong>
    );
  }
  const accept = () =>
    call.send(
      { path: `/v1/assignments/${assignment.id}:assign`, body: { personId: candidate.personId, proposed: true }, etag: assignment.etag, of: assignment.id },
      (_, stayed) => done(candidate.name ?? "", stayed),
    );
  return (
    <>
      <div className="vaatu-actions vaatu-actions--row">
        <Button aria-disabled={call.busy} aria-label={t("plan.acceptNamed", { number, name: candidate.name })} onClick={accept}>
          {t("plan.accept")}
        </Button>
        <Button ref={opener} variant="secondary" aria-label={t("plan.otherNamed", { number })} onClick={() => setChoosing(true)}>
          {t("plan.other")}
        </Button>
      </div>
      <ActionError error={call.error} />
      <Suspense fallback={null}>
        {choosing && (
          <AssignDialog item={{ id: assignment.caseId ?? "" }} assignment={assignment} opener={opener} onClose={() => setChoosing(false)} onDone={done} />
        )}
      </Suspense>
    </>
  );
}
