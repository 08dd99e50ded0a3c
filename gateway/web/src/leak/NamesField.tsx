import { useTranslation } from "react-i18next";
import { TextInput } from "suomifi-ui-components";
import { giveNames, useGivenNames } from "./writer";
import "./leak.css";

/** NamesField takes names that the guard looks for besides those that it knows. They never leave this page. */
export function NamesField() {
  const { t } = useTranslation("form");
  const names = useGivenNames();
  return (
    <details className="vaatu-leak__names">
      <summary>{t("names.open")}</summary>
      <TextInput
        labelText={t("names.label")}
        hintText={t("names.hint")}
        value={names}
        onChange={(value) => giveNames(String(value ?? ""))}
        autoComplete="off"
        fullWidth
      />
    </details>
  );
}
