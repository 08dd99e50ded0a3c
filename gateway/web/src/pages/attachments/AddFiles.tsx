import { useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button, HintText } from "suomifi-ui-components";
import { useIsPhone } from "../../ui/useIsPhone";

const types = ".pdf,.png,.jpg,.jpeg,.docx,.odt,application/pdf,image/png,image/jpeg";

/** AddFiles takes files by a button, by dragging them here, and on a phone from the camera. */
export function AddFiles({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation("attachments");
  const phone = useIsPhone();
  const chosen = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  function take(input: HTMLInputElement): void {
    onFiles([...(input.files ?? [])]);
    input.value = ""; // the same file may be chosen again
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  }

  return (
    <div
      className={over ? "vaatu-attachments__add vaatu-attachments__add--over" : "vaatu-attachments__add"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <HintText>{t("hint")}</HintText>
      <input ref={chosen} type="file" multiple hidden accept={types} onChange={(e) => take(e.currentTarget)} data-testid="files" />
      <input ref={camera} type="file" hidden accept="image/jpeg" capture="environment" onChange={(e) => take(e.currentTarget)} />
      <div className="vaatu-actions vaatu-actions--row">
        <Button variant="secondary" onClick={() => chosen.current?.click()}>
          {t("add")}
        </Button>
        {phone && (
          <Button variant="secondary" onClick={() => camera.current?.click()}>
            {t("camera")}
          </Button>
        )}
        {!phone && <span className="vaatu-attachments__drop">{t("drop")}</span>}
      </div>
    </div>
  );
}
