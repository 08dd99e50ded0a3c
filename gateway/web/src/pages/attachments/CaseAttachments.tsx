import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { may } from "../case/side";
import { Attachments } from "./Attachments";
import { RemovedFiles } from "./RemovedFiles";

/** CaseAttachments are those of a case: whoever may write messages adds more. */
export function CaseAttachments({ item }: { item: CaseJson }) {
  const { t } = useTranslation("attachments");
  return (
    <section aria-labelledby="attachments-heading" className="vaatu-noprint">
      <Heading variant="h2" id="attachments-heading">
        {t("heading")}
      </Heading>
      <Attachments caseId={item.id ?? ""} writable={may(item, "ACTION_POST_MESSAGE")} read={!may(item, "ACTION_AMEND")} />
      <RemovedFiles caseId={item.id ?? ""} />
    </section>
  );
}
