import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton } from "suomifi-ui-components";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Attachments } from "../attachments/Attachments";
import { RemovedFiles } from "../attachments/RemovedFiles";
import { Thread } from "../case/Thread";
import { useThread } from "../case/useThread";

/** Beside shows what was said and the files, to read while the advice is written. */
export default function Beside({ caseId, open }: { caseId: string; open: boolean }) {
  const { t } = useTranslation(["case", "attachments"]);
  const { thread, failed } = useThread(caseId);
  return (
    <>
      <Expander defaultOpen={open}>
        <ExpanderTitleButton asHeading="h2">{t("message.heading")}</ExpanderTitleButton>
        <ExpanderContent>
          {failed && <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />}
          {thread && <Thread thread={thread} />}
        </ExpanderContent>
      </Expander>
      <Expander defaultOpen={open}>
        <ExpanderTitleButton asHeading="h2">{t("attachments:heading")}</ExpanderTitleButton>
        <ExpanderContent>
          <Attachments caseId={caseId} writable={false} read />
          <RemovedFiles caseId={caseId} />
        </ExpanderContent>
      </Expander>
    </>
  );
}
