import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormatting } from "../../i18n/formatting";
import { Author } from "../case/Thread";
import { attachmentsQuery } from "./queries";

/** RemovedFiles are what remains of files that a case had: who has removed them, when, and why. */
export function RemovedFiles({ caseId }: { caseId: string }) {
  const { t } = useTranslation("attachments");
  const { dateTime } = useFormatting();
  const removed = useQuery(attachmentsQuery(caseId)).data?.removed ?? [];
  if (removed.length === 0) return null;
  return (
    <ul className="vaatu-attachments__list">
      {removed.map((r) => (
        <li key={r.attachmentId} className="vaatu-attachments__item">
          <p>
            {t("remove.gone")} · <Author author={r.author} /> · <time dateTime={r.removeTime}>{dateTime(r.removeTime)}</time>
          </p>
          {r.reason && <p className="vaatu-words">{r.reason}</p>}
        </li>
      ))}
    </ul>
  );
}
