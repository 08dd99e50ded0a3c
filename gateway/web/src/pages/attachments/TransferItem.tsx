import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { isProblem } from "../../api/problem";
import { problemText } from "../../ui/ErrorNotice";
import { focusFiles } from "./focus";
import { useSize } from "./useSize";
import type { Transfer, Transfers } from "./transfers";

/** TransferItem shows how far a file is on its way, or why it does not go. */
export function TransferItem({ transfer, transfers }: { transfer: Transfer; transfers: Transfers }) {
  const { t } = useTranslation(["attachments", "errors"]);
  const size = useSize();
  const { file, key, phase, sent } = transfer;
  function away(take: () => void): void {
    take();
    focusFiles();
  }
  const percent = Math.floor((100 * sent) / Math.max(file.size, 1));
  if (phase === "failed") {
    const said = ofFile(transfer.error);
    return (
      <li className="vaatu-attachments__item">
        <p className="vaatu-attachments__name">{file.name}</p>
        <p role="alert" className="vaatu-attachments__error">
          {t("attachments:failed", { name: file.name })} {said || problemText(t as unknown as TFunction<"errors">, transfer.error)}
        </p>
        <div className="vaatu-actions vaatu-actions--row">
          {!said && (
            <Button variant="secondary" onClick={() => transfers.retry(key)} aria-label={t("attachments:againOf", { name: file.name })}>
              {t("attachments:again")}
            </Button>
          )}
          <Button variant="secondaryNoBorder" onClick={() => away(() => transfers.drop(key))} aria-label={t("attachments:dismissOf", { name: file.name })}>
            {t("attachments:dismiss")}
          </Button>
        </div>
      </li>
    );
  }
  return (
    <li className="vaatu-attachments__item">
      <p className="vaatu-attachments__name">
        {file.name} <span className="vaatu-attachments__size">{size(file.size)}</span>
      </p>
      <progress value={sent} max={file.size} aria-label={file.name} />
      <p className="vaatu-attachments__state">{t(`attachments:${phase}`, { percent })}</p>
      <Button variant="secondaryNoBorder" onClick={() => away(() => transfers.cancel(key))} aria-label={t("attachments:cancelOf", { name: file.name })}>
        {t("attachments:cancel")}
      </Button>
    </li>
  );
}

/** ofFile answers what the service says of the file itself, where it does: the same file will not do the next time either. */
function ofFile(error: unknown): string {
  return isProblem(error) ? error.fieldViolations.map((v) => v.description).join(" ") : "";
}
