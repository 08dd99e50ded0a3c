import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import { useLanguage } from "../../i18n/formatting";
import { firstToTry, type Answers } from "./content";

/** FirstToTry sums up what a checklist says: what to try first, or that all is in place. */
export function FirstToTry({ answers }: { answers: Answers }) {
  const { t } = useTranslation("checklist");
  const language = useLanguage();
  if (Object.keys(answers.said).length === 0) return null;
  const first = firstToTry(answers);
  if (first.length === 0) return <Paragraph mt="l">{t("allInPlace")}</Paragraph>;
  return (
    <section className="vaatu-checklist__first">
      <Heading variant="h2">{t("first")}</Heading>
      <ul>
        {first.map((step) => (
          <li key={step.id}>{step[language].title}</li>
        ))}
      </ul>
      <Paragraph>{t("firstNote")}</Paragraph>
    </section>
  );
}
