import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Heading, Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import { useMe } from "../api/queries";
import type { GrantJson } from "../api/types";
import { chooseLanguage } from "../i18n";
import { schoolName, unitName, useCode } from "../i18n/codes";
import { useLanguage } from "../i18n/formatting";
import { languages, type Language } from "../i18n/language";
import { languageNames } from "../ui/Header";
import { Page } from "../ui/Page";
import { OwnEmail } from "./email/OwnEmail";

/** The person's own settings: the language, and what they may do here. */
export default function SettingsPage() {
  const { t } = useTranslation("start");
  const me = useMe().data;
  const code = useCode();
  const language = useLanguage();
  const [coming, setComing] = useState<Language>();
  const scope = (g: GrantJson) => schoolName(g, language) || unitName(g, language) || code(g.area) || code(g.actor);
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
          <li key={g.id}>{[code(g.role), scope(g)].filter((part) => part !== "").join(", ")}</li>
        ))}
      </ul>
    </Page>
  );
}
