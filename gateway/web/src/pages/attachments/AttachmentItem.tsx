import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Link } from "suomifi-ui-components";
import type { AttachmentJson, UploadStateJson } from "../../api/types";
import { needTexts } from "../../i18n";
import { useFormatting } from "../../i18n/formatting";
import { Dialog } from "../../ui/Dialog";
import { pathOf } from "./transfers";
import { useSize } from "./useSize";

// Few files go.
const DeleteDialog = lazy(() => import("./DeleteDialog"));
const RemoveDialog = lazy(async () => (await Promise.all([import("./RemoveDialog"), needTexts("case")]))[0]);

const readable: readonly (UploadStateJson | undefined)[] = ["UPLOAD_STATE_CLEAN", "UPLOAD_STATE_NOT_SCANNED"];

type AttachmentItemProps = {
  caseId: string;
  attachment: AttachmentJson;
  /** What the service said when the file had come. */
  found: AttachmentJson | undefined;
  /** Whether others than who adds files may have read them. */
  read: boolean;
};

/** AttachmentItem is one file of a case: what it is, how it stands, and what may be done with it. */
export function AttachmentItem({ caseId, attachment, found, read }: AttachmentItemProps) {
  const { t } = useTranslation("attachments");
  const size = useSize();
  const { date } = useFormatting();
  const { name = "", state } = attachment;
  return (
    <li className="vaatu-attachments__item">
      <p className="vaatu-attachments__name">
        {name} <span className="vaatu-attachments__size">{size(attachment.size ?? 0)}</span>
      </p>
      {state && state !== "UPLOAD_STATE_UNSPECIFIED" && (
        <p className={state === "UPLOAD_STATE_INFECTED" ? "vaatu-attachments__error" : "vaatu-attachments__state"}>{t(`states.${state}`)}</p>
      )}
      {attachment.expireTime && attachment.deletable && <p className="vaatu-attachments__state">{t("waits", { date: date(attachment.expireTime) })}</p>}
      {attachment.deletable && found?.foundInName && <p className="vaatu-attachments__state">{t("name.may", { what: found.foundInName.join(", ") })}</p>}
      {attachment.namesAuthor && attachment.deletable && (
        <p className="vaatu-attachments__state">
          {found?.foundInFile && `${t("foundInFile", { what: found.foundInFile.join(", ") })} `}
          {t("namesAuthor")}
        </p>
      )}
      <div className="vaatu-actions vaatu-actions--row">
        {readable.includes(state) && <Reading caseId={caseId} attachment={attachment} />}
        {(attachment.deletable || attachment.removable) && <Delete caseId={caseId} attachment={attachment} read={read} />}
      </div>
    </li>
  );
}

/** Reading offers the file itself, and a look at it where browsers show its kind without running anything. */
function Reading({ caseId, attachment }: { caseId: string; attachment: AttachmentJson }) {
  const { t } = useTranslation("attachments");
  const { id = "", name = "", type } = attachment;
  const path = pathOf(caseId, id);
  const image = type === "FILE_TYPE_PNG" || type === "FILE_TYPE_JPEG";
  return (
    <>
      {image && <ImagePreview path={path} name={name} />}
      {type === "FILE_TYPE_PDF" && (
        <Link href={`${path}?preview=1`} target="_blank" rel="noreferrer" aria-label={t("previewOf", { name })}>
          {t("preview")}
        </Link>
      )}
      <Link href={path} download={name} aria-label={t("openOf", { name })}>
        {t("open")}
      </Link>
    </>
  );
}

function ImagePreview({ path, name }: { path: string; name: string }) {
  const { t } = useTranslation("attachments");
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={opener} variant="secondaryNoBorder" onClick={() => setOpen(true)} aria-label={t("previewOf", { name })}>
        {t("preview")}
      </Button>
      {open && (
        <Dialog
          title={name}
          opener={opener}
          onClose={() => setOpen(false)}
          footer={<Button onClick={() => setOpen(false)}>{t("close")}</Button>}
        >
          <img className="vaatu-attachments__image" src={`${path}?preview=1`} alt={name} />
        </Dialog>
      )}
    </>
  );
}

function Delete({ caseId, attachment, read }: { caseId: string; attachment: AttachmentJson; read: boolean }) {
  const { t } = useTranslation("attachments");
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const props = { caseId, attachment, opener, onClose: () => setAsking(false) };
  return (
    <>
      <Button ref={opener} variant="secondaryNoBorder" onClick={() => setAsking(true)} aria-label={t("deleteOf", { name: attachment.name })}>
        {t("delete")}
      </Button>
      {asking && (
        <Suspense>
          {attachment.removable ? <RemoveDialog {...props} read={read} /> : <DeleteDialog {...props} />}
        </Suspense>
      )}
    </>
  );
}
