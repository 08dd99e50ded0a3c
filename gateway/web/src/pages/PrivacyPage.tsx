import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import { Page } from "../ui/Page";

const topics = ["asked", "reads", "kept", "ends", "device"] as const;

export default function PrivacyPage() {
  const { t } = useTranslation("start");
  return (
    <Page title={t("privacy.title")}>
      {topics.map((topic) => (
        <section key={topic}>
          <Heading variant="h2">{t(`privacy.${topic}.title`)}</Heading>
          <Paragraph>{t(`privacy.${topic}.text`)}</Paragraph>
        </section>
      ))}
    </Page>
  );
}
