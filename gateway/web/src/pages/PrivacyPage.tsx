import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import { Page } from "../ui/Page";

const topics = ["asked", "reads", "kept", "ends", "device"] as const;

export default function PrivacyPage() {
  const { t } = useTranslation("privacy");
  return (
    <Page title={t("title")}>
      {topics.map((topic) => (
        <section key={topic}>
          <Heading variant="h2">{t(`${topic}.title`)}</Heading>
          <Paragraph>{t(`${topic}.text`)}</Paragraph>
        </section>
      ))}
    </Page>
  );
}
