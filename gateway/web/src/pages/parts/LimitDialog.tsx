import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { AssignmentJson, SectionJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import type { AssignmentDialogProps } from "../case/leave";
import { useSend } from "../case/useSend";
import { sections, useSections } from "./sections";
import { Sections } from "./Sections";

/** LimitDialog says anew what a partner sees: more, or less from now on. */
export default function LimitDialog({ item, assignment, opener, onClose }: AssignmentDialogProps) {
  const { t } = useTranslation("parts");
  const { language } = useFormatting();
  const { names } = useSections();
  const was = sections.filter((s) => assignment.hidden?.includes(s));
  const [hidden, setHidden] = useState<SectionJson[]>(was);
  const [tried, setTried] = useState(false);
  const call = useSend<AssignmentJson>(item.id ?? "");
  const unit = unitName(assignment, language);
  const same = names(hidden) === names(was);
  return (
    <Confirm
      title={t("limit.title", { unit })}
      confirm={t("limit.send")}
      busy={call.busy}
      onCancel={onClose}
      opener={opener}
      onConfirm={() => {
        setTried(true);
        if (same) return;
        call.send({ path: `/v1/assignments/${assignment.id}:limit`, body: { hidden }, etag: item.etag }, () => {
          announceDone(t("limit.done", { unit }));
          onClose();
        });
      }}
    >
      <Paragraph mb="s">{t("limit.text")}</Paragraph>
      <Sections hidden={hidden} onChange={setHidden} />
      {tried && same && <p role="alert">{t("limit.same")}</p>}
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}
