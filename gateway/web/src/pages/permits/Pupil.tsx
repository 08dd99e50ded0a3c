import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "suomifi-ui-components";
import type { CaseJson, CasePermissionsJson } from "../../api/types";
import { ErrorNotice } from "../../ui/ErrorNotice";
import type { Side } from "../case/side";
import { pupilQuery } from "./queries";

const Identify = lazy(() => import("./Identify"));

type PupilProps = { item: CaseJson; found: CasePermissionsJson; side: Side };

/** Pupil shows on demand who an identified request is about; the school says it, once both permissions stand. */
export function Pupil({ item, found, side }: PupilProps) {
  const { t } = useTranslation("permits");
  const [open, setOpen] = useState(false);
  const identified = item.request?.about === "ABOUT_IDENTIFIED_PUPIL";
  const identifies = (found.allowedActions ?? []).includes("ACTION_IDENTIFY");
  if (item.breakGlass || (!identified && !identifies)) return null;
  const shown = open && identified && !found.missing;
  return (
    <>
      <Heading variant="h3">{t("pupil.title")}</Heading>
      {!identified && <p>{t("pupil.anonymous")}</p>}
      {identified && side === "school" && !identifies && <p>{t("pupil.later")}</p>}
      {shown && <Name caseId={item.id ?? ""} />}
      <div className="vaatu-actions">
        {identified && !found.missing && (
          <Button variant="secondary" aria-expanded={shown} onClick={() => setOpen(!open)}>
            {t(shown ? "pupil.hide" : "pupil.show")}
          </Button>
        )}
        <Suspense fallback={null}>
          {identifies && <Identify found={found} renamed={identified} onDone={() => setOpen(true)} />}
        </Suspense>
      </div>
      {identified && <p className="vaatu-thread__meta">{t("pupil.recorded")}</p>}
    </>
  );
}

function Name({ caseId }: { caseId: string }) {
  const { t } = useTranslation("permits");
  const query = useQuery(pupilQuery(caseId));
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <p role="status" className="vaatu-permits__name">
      {query.data && (query.data.name || t("pupil.none"))}
    </p>
  );
}
