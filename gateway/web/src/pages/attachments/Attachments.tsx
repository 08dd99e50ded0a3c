import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore, type Dispatch, type SetStateAction } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { keys } from "../../api/queries";
import type { AttachmentJson } from "../../api/types";
import { announce } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { AddFiles } from "./AddFiles";
import { AttachmentItem } from "./AttachmentItem";
import "./attachments.css";
import { filesId } from "./focus";
import { NameCheck } from "./NameCheck";
import { attachmentsQuery } from "./queries";
import { TransferItem } from "./TransferItem";
import { transfersOf } from "./transfers";
import { useNameChecks } from "./useNameChecks";

type AttachmentsProps = {
  /** Of the case, or of the draft that becomes it. */
  caseId: string;
  /** Whether files may be added. */
  writable: boolean;
  /** Whether others than who adds files may have read them: then a removal has a reason. */
  read?: boolean;
};

/** Attachments lists the files of a case with those on their way, and takes more where that is allowed. */
export function Attachments({ caseId, writable, read = false }: AttachmentsProps) {
  const { t } = useTranslation("attachments");
  const query = useQuery(attachmentsQuery(caseId));
  const [found, setFound] = useState<Arrived>(new Map());
  const transfers = useTransfers(caseId, setFound);
  const onWay = useSyncExternalStore(transfers.subscribe, transfers.state);
  const all = query.data?.attachments ?? [];
  const shown = all.filter((a) => !transfers.holds(a.id));

  const names = useNameChecks((file) => transfers.add(file, all.find((a) => goesOn(a, file) && !transfers.holds(a.id))));
  const listed = shown.length + onWay.length + names.asked.length;

  return (
    <div className="vaatu-attachments" id={filesId} tabIndex={-1} role="group" aria-label={t("list")}>
      {writable && <AddFiles onFiles={(files) => files.forEach((file) => void names.check(file))} />}
      {query.error && !query.data && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && listed === 0 && !writable && <Paragraph>{t("none")}</Paragraph>}
      {listed > 0 && (
        <ul className="vaatu-attachments__list">
          {shown.map((a) => (
            <AttachmentItem key={a.id} caseId={caseId} attachment={a} found={found.get(a.id ?? "")} read={read} />
          ))}
          {names.asked.map((one) => (
            <NameCheck key={one.key} file={one.file} checked={one.checked} onChoose={(name) => names.choose(one, name)} />
          ))}
          {onWay.map((transfer) => (
            <TransferItem key={transfer.key} transfer={transfer} transfers={transfers} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** goesOn tells whether a file is the rest of an upload that has stopped. */
function goesOn(a: AttachmentJson, file: File): boolean {
  return a.state === "UPLOAD_STATE_UPLOADING" && a.name === file.name && a.size === file.size;
}

/** Arrived are what the service said of files when they had come, by their ids. */
type Arrived = ReadonlyMap<string, AttachmentJson>;

function useTransfers(caseId: string, setFound: Dispatch<SetStateAction<Arrived>>) {
  const { t } = useTranslation("attachments");
  const client = useQueryClient();
  const transfers = useMemo(() => transfersOf(caseId), [caseId]);
  useEffect(() => {
    transfers.hear({
      arrived: (a) => {
        setFound((all) => new Map(all).set(a.id ?? "", a));
        announce(t(a.state === "UPLOAD_STATE_INFECTED" ? "failed" : "added", { name: a.name ?? "" }));
        void client.invalidateQueries({ queryKey: keys.caseAttachments(caseId) });
      },
      failed: (file) => announce(t("failed", { name: file.name })),
    });
  }, [transfers, client, caseId, t, setFound]);
  return transfers;
}
