import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import { Page } from "../ui/Page";

const topics = ["ask", "anonymous", "after", "withdraw", "emergency"] as const;

export default function HelpPage() {
  const { t } = useTranslation("start");
  return (
    <Page title={t("help.title")}>
      {topics.map((topic) => (
        <section key={topic}>
          <Heading variant="h2">{t(`help.${topic}.title`)}</Heading>
          <Paragraph>{t(`help.${topic}.text`)}</Paragraph>
        </section>
      ))}
    </Page>
  );
}
