import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { UploadStateJson } from "../../api/types";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { attachmentsQuery } from "./queries";

const notThere: readonly (UploadStateJson | undefined)[] = ["UPLOAD_STATE_UPLOADING", "UPLOAD_STATE_INFECTED"];

/** FileNames says on paper which files belong to a request. */
export function FileNames({ caseId }: { caseId: string }) {
  const { t } = useTranslation("attachments");
  const query = useQuery(attachmentsQuery(caseId));
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return null;
  const files = (query.data.attachments ?? []).filter((a) => !notThere.includes(a.state));
  if (files.length === 0) return <p className="vaatu-answer__none">{t("none")}</p>;
  return (
    <ul className="vaatu-answer__text">
      {files.map((a) => (
        <li key={a.id}>{a.name}</li>
      ))}
    </ul>
  );
}
