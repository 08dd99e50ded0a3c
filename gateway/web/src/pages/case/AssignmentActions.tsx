import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { needTexts } from "../../i18n";
import { announceDone } from "../../ui/announce";
import { ActionError } from "./ActionError";
import { may } from "./side";
import { useSend } from "./useSend";

const DeclineDialog = lazy(async () => (await Promise.all([import("./DeclineDialog"), needTexts("ending")]))[0]);
const ReleaseDialog = lazy(() => import("./ReleaseDialog"));

const own = ["ACTION_CLAIM", "ACTION_RELEASE", "ACTION_DECLINE"] as const;

/** AssignmentActions are what the person may do with one unit's part: take it, put it back, decline it. */
export function AssignmentActions({ item, assignment }: { item: CaseJson; assignment: AssignmentJson }) {
  const { t } = useTranslation("case");
  const [asked, setAsked] = useState<"release" | "decline">();
  const release = useRef<HTMLButtonElement>(null);
  const decline = useRef<HTMLButtonElement>(null);
  const claim = useSend<AssignmentJson>(item.id ?? "");
  if (!own.some((action) => may(assignment, action)) && !claim.error) return null;
  return (
    <>
      <ActionError error={claim.error} item={item} />
      <div className="vaatu-actions">
        {may(assignment, "ACTION_CLAIM") && (
          <Button
            aria-disabled={claim.busy}
            onClick={() =>
              claim.send({ path: `/v1/assignments/${assignment.id}:claim`, body: {}, etag: assignment.etag, of: assignment.id }, (_, stayed) => {
                announceDone(t("assignment.claimed"));
                if (stayed) document.querySelector("h1")?.focus();
              })
            }
          >
            {claim.busy ? t("assignment.claiming") : t("assignment.claim")}
          </Button>
        )}
        {may(assignment, "ACTION_RELEASE") && (
          <Button ref={release} variant="secondary" onClick={() => setAsked("release")}>
            {t("assignment.release")}
          </Button>
        )}
        {may(assignment, "ACTION_DECLINE") && (
          <Button ref={decline} variant="secondary" onClick={() => setAsked("decline")}>
            {t("assignment.decline")}
          </Button>
        )}
      </div>
      <Suspense fallback={null}>
        {asked === "release" && (
          <ReleaseDialog item={item} assignment={assignment} opener={release} onClose={() => setAsked(undefined)} />
        )}
        {asked === "decline" && (
          <DeclineDialog item={item} assignment={assignment} opener={decline} onClose={() => setAsked(undefined)} />
        )}
      </Suspense>
    </>
  );
}
