import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { useLanguage } from "../i18n/formatting";
import { AppLink } from "../ui/AppLink";
import { Page } from "../ui/Page";
import { paperLanguages, papers, type Paper, type PaperLanguage } from "./consent/texts";
import "./consent/consent.css";

/** ConsentFormPage is the notice and the consent form for a guardian, to be printed and filled in by hand. */
export default function ConsentFormPage() {
  const { t } = useTranslation("permits");
  const screen = useLanguage();
  const { language } = useSearch({ from: "/consent-form" });
  const chosen: PaperLanguage = paperLanguages.find((l) => l === language) ?? screen;
  const paper = papers[chosen];
  return (
    <Page title={t("paper.title")}>
      <div className="vaatu-noprint">
        <Paragraph mb="s">{t("paper.lead")}</Paragraph>
        <nav aria-label={t("paper.language")} className="vaatu-actions vaatu-actions--first">
          {paperLanguages.map((l) =>
            l === chosen ? (
              <strong key={l} lang={papers[l].lang} aria-current="page">
                {papers[l].name}
              </strong>
            ) : (
              <AppLink key={l} to="/consent-form" search={{ language: l }} lang={papers[l].lang}>
                {papers[l].name}
              </AppLink>
            ),
          )}
          <Button variant="secondary" onClick={() => window.print()}>
            {t("paper.print")}
          </Button>
        </nav>
      </div>
      <PaperView paper={paper} />
    </Page>
  );
}

function PaperView({ paper }: { paper: Paper }) {
  const { form } = paper;
  return (
    <article className="vaatu-paper" lang={paper.lang}>
      <Heading variant="h2">{paper.title}</Heading>
      {paper.notice.map(([heading, text]) => (
        <section key={heading}>
          <Heading variant="h3">{heading}</Heading>
          <Paragraph>{text}</Paragraph>
        </section>
      ))}
      <div className="vaatu-paper__form">
        <Heading variant="h2">{form.title}</Heading>
        <Blank label={form.pupil} />
        <Blank label={form.school} />
        <Blank label={form.guardian} />
        <Paragraph>{form.noCode}</Paragraph>
        <Choices label={form.actors} of={form.actorNames} />
        <Choices label={form.scope} of={[form.get, form.transfer]} />
        <Blank label={form.until} />
        <Paragraph>{form.untilHint}</Paragraph>
        <Paragraph>{form.withdraw}</Paragraph>
        <Blank label={form.place} />
        <Blank label={form.signature} />
        <Blank label={form.clarification} />
        <Paragraph>{form.kept}</Paragraph>
      </div>
    </article>
  );
}

function Blank({ label }: { label: string }) {
  return (
    <p className="vaatu-paper__line">
      {label}
      <span className="vaatu-paper__blank" />
    </p>
  );
}

function Choices({ label, of }: { label: string; of: readonly string[] }) {
  return (
    <section>
      <Paragraph>{label}</Paragraph>
      <ul className="vaatu-paper__choices">
        {of.map((choice) => (
          <li key={choice}>
            <span className="vaatu-paper__box" />
            {choice}
          </li>
        ))}
      </ul>
    </section>
  );
}
