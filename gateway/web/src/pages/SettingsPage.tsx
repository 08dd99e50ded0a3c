import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Heading, Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import { useWholeMe } from "../api/queries";
import { chooseLanguage } from "../i18n";
import { useGrantName } from "../i18n/codes";
import { useLanguage } from "../i18n/formatting";
import { languages, type Language } from "../i18n/language";
import { languageNames } from "../ui/Header";
import { Page } from "../ui/Page";
import { OwnEmail } from "./email/OwnEmail";

/** The person's own settings: the language, and what they may do here. */
export default function SettingsPage() {
  const { t } = useTranslation("start");
  const me = useWholeMe().data;
  const grantName = useGrantName();
  const language = useLanguage();
  const [coming, setComing] = useState<Language>();
  return (
    <Page title={t("settings.title")}>
      <RadioButtonGroup
        labelText={t("settings.language")}
        groupHintText={t("settings.languageHint")}
        name="screen-language"
        value={coming ?? language}
        onChange={(value) => {
          const chosen = languages.find((l) => l === value);
          if (!chosen) return;
          setComing(chosen);
          void chooseLanguage(chosen).finally(() => setComing(undefined));
        }}
      >
        {languages.map((l) => (
          <RadioButton key={l} value={l}>
            <span lang={l}>{languageNames[l]}</span>
          </RadioButton>
        ))}
      </RadioButtonGroup>
      <OwnEmail />
      <Heading variant="h2">{t("settings.person")}</Heading>
      <Paragraph>{me?.displayName}</Paragraph>
      <Heading variant="h2">{t("settings.roles")}</Heading>
      <ul>
        {(me?.grants ?? []).map((g) => (
          <li key={g.id}>{grantName(g)}</li>
        ))}
      </ul>
    </Page>
  );
}
