import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { AssignmentJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import type { AssignmentDialogProps } from "../case/leave";
import { adviceQuery } from "../case/queries";
import { useSend } from "../case/useSend";

type EndPartProps = AssignmentDialogProps & { verb: "complete" | "dismiss"; unit: string };

/** EndPart asks before a partner's part ends: by the partner, whose advice is signed with it, or by the lead. */
export default function EndPart({ item, assignment, opener, onClose, verb, unit }: EndPartProps) {
  const { t } = useTranslation("parts");
  const advice = useQuery({ ...adviceQuery(item.id ?? "", item.etag), enabled: verb === "complete" });
  const wrote = (advice.data?.advice ?? []).some((a) => a.author?.unitId === assignment.unitId);
  const call = useSend<AssignmentJson>(item.id ?? "");
  return (
    <Confirm
      title={t(`${verb}.title`)}
      confirm={t(`${verb}.button`)}
      busy={call.busy}
      onCancel={onClose}
      opener={opener}
      onConfirm={() =>
        call.send({ path: `/v1/assignments/${assignment.id}:${verb}`, body: {}, etag: item.etag }, () => {
          announceDone(t(`${verb}.done`, { unit }));
          onClose();
          document.querySelector("h1")?.focus(); // the button is gone
        })
      }
    >
      <Paragraph mb="s">{verb === "complete" && advice.data && !wrote ? t("complete.none") : t(`${verb}.text`, { unit })}</Paragraph>
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}
