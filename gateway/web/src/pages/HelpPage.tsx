import { useTranslation } from "react-i18next";
import { Heading, Link, Paragraph } from "suomifi-ui-components";
import { AppLink } from "../ui/AppLink";
import { Page } from "../ui/Page";

const topics = ["ask", "anonymous", "together", "permissions", "after", "change", "withdraw"] as const;
const roles = ["expert", "lead", "coordinator", "admin", "auditor"] as const;
const steps = ["first", "then", "also"] as const;

/** HelpPage tells each role what to do first. */
export default function HelpPage() {
  const { t } = useTranslation("help");
  return (
    <Page title={t("title")}>
      <nav aria-label={t("contents")}>
        <ul>
          {(["school", ...roles, "accessibility", "emergency"] as const).map((part) => (
            <li key={part}>
              <Link href={`#${part}`}>{t(`${part}.title`)}</Link>
            </li>
          ))}
        </ul>
      </nav>
      <Heading variant="h2" id="school">
        {t("school.title")}
      </Heading>
      {topics.map((topic) => (
        <section key={topic}>
          <Heading variant="h3">{t(`school.${topic}.title`)}</Heading>
          <Paragraph>{t(`school.${topic}.text`)}</Paragraph>
        </section>
      ))}
      {roles.map((role) => (
        <section key={role}>
          <Heading variant="h2" id={role}>
            {t(`${role}.title`)}
          </Heading>
          <ol>
            {steps.map((step) => (
              <li key={step}>{t(`${role}.${step}`)}</li>
            ))}
          </ol>
        </section>
      ))}
      <Heading variant="h2" id="accessibility">
        {t("accessibility.title")}
      </Heading>
      <Paragraph>{t("accessibility.text")}</Paragraph>
      <p>
        <AppLink to="/accessibility">{t("accessibility.link")}</AppLink>
      </p>
      <Heading variant="h2" id="emergency">
        {t("emergency.title")}
      </Heading>
      <Paragraph>{t("emergency.text")}</Paragraph>
    </Page>
  );
}
