import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { CheckedName } from "./checkName";

type NameCheckProps = {
  file: File;
  checked: CheckedName;
  /** Sends the file under a name; undefined: it is not sent. */
  onChoose: (name?: string) => void;
};

/** NameCheck asks under which name a file goes whose own could tell who is meant. With an identity code it goes under no such name. */
export function NameCheck({ file, checked, onChoose }: NameCheckProps) {
  const { t } = useTranslation("attachments");
  return (
    <li className="vaatu-attachments__item">
      <p className="vaatu-attachments__name">{file.name}</p>
      <p role="alert" className={checked.blocks ? "vaatu-attachments__error" : "vaatu-attachments__state"}>
        {checked.blocks ? t("name.code") : t("name.may", { what: checked.said.join(", ") })}
      </p>
      <div className="vaatu-actions vaatu-actions--row">
        <Button variant="secondary" onClick={() => onChoose(checked.clean)}>
          {t("name.use", { name: checked.clean })}
        </Button>
        {!checked.blocks && (
          <Button variant="secondaryNoBorder" onClick={() => onChoose(file.name)} aria-label={t("name.keepOf", { name: file.name })}>
            {t("name.keep")}
          </Button>
        )}
        <Button variant="secondaryNoBorder" onClick={() => onChoose()} aria-label={t("cancelOf", { name: file.name })}>
          {t("cancel")}
        </Button>
      </div>
    </li>
  );
}
