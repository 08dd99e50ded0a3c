import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import { Page } from "../ui/Page";
import { FeedbackForm } from "./feedback/FeedbackForm";

const gaps = ["timeout", "readers", "narrow", "others"] as const;
const tests = ["axe", "keyboard", "independent"] as const;

/** The accessibility statement that the act on digital services (306/2019) wants, and the form for feedback. */
export default function AccessibilityPage() {
  const { t } = useTranslation("accessibility");
  return (
    <Page title={t("title")}>
      <Paragraph>{t("about")}</Paragraph>
      <Heading variant="h2">{t("state.title")}</Heading>
      <Paragraph>{t("state.text")}</Paragraph>
      <Heading variant="h2">{t("gaps.title")}</Heading>
      <ul>
        {gaps.map((gap) => (
          <li key={gap}>{t(`gaps.${gap}`)}</li>
        ))}
      </ul>
      <Heading variant="h2">{t("tested.title")}</Heading>
      <ul>
        {tests.map((test) => (
          <li key={test}>{t(`tested.${test}`)}</li>
        ))}
      </ul>
      <FeedbackForm />
      <Heading variant="h2">{t("supervision.title")}</Heading>
      <Paragraph>{t("supervision.text")}</Paragraph>
    </Page>
  );
}
