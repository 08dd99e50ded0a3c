import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { announce } from "../../ui/announce";
import { useKeptText } from "../../ui/keptText";
import { ActionError } from "./ActionError";
import { DeclineDialog } from "./DeclineDialog";
import { Confirm } from "./Confirm";
import { useLeave, type AssignmentDialogProps } from "./leave";
import { may } from "./side";
import { TextBox, useTextCheck } from "./TextBox";
import { useSend } from "./useSend";

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
              claim.send({ path: `/v1/assignments/${assignment.id}:claim`, body: {}, etag: assignment.etag }, () => {
                announce(t("assignment.claimed"));
                document.querySelector("h1")?.focus();
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
      {asked === "release" && (
        <ReleaseDialog item={item} assignment={assignment} opener={release} onClose={() => setAsked(undefined)} />
      )}
      {asked === "decline" && (
        <DeclineDialog item={item} assignment={assignment} opener={decline} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

function ReleaseDialog({ item, assignment, opener, onClose }: AssignmentDialogProps) {
  const { t } = useTranslation("case");
  const check = useTextCheck();
  const leave = useLeave(assignment);
  const [reason, setReason, clearReason] = useKeptText(`case.${item.id}.release`);
  const call = useSend<AssignmentJson>(item.id ?? "", { leaving: true });
  const wrong = check(reason, 1000, true);
  return (
    <Confirm
      title={t("assignment.releaseTitle")}
      confirm={t("assignment.release")}
      busy={call.busy}
      onCancel={onClose}
      opener={opener}
      onConfirm={() => {
        if (wrong !== "") return;
        const body = reason.trim() === "" ? {} : { reason: reason.trim() };
        call.send({ path: `/v1/assignments/${assignment.id}:release`, body, etag: assignment.etag }, () => {
          clearReason();
          leave(t("assignment.released"));
        });
      }}
    >
      <Paragraph mb="s">{t("assignment.releaseText")}</Paragraph>
      <TextBox label={t("assignment.releaseReason")} value={reason} onChange={setReason} limit={1000} error={wrong} optional />
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}
