import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import { AppLink } from "../../ui/AppLink";
import { keptNames, keptText } from "../../ui/keptText";
import { NotFound } from "../../ui/NotFound";
import { Page } from "../../ui/Page";
import { readDraft, textOf } from "../advice/draft";
import { AdviceText } from "./AdviceView";

/**
 * LostCase stands in the place of a case that is not there or no longer the person's to see: as any other page that
 * is not there, and below it what the person had typed and not sent.
 */
export function LostCase({ caseId }: { caseId: string }) {
  const { t } = useTranslation("errors");
  const advice = readDraft(keptText(`advice.${caseId}`));
  const texts = keptNames(`case.${caseId}.`)
    .filter((name) => !name.endsWith(".due"))
    .map(keptText);
  if (!advice && texts.length === 0) return <NotFound />;
  return (
    <Page title={t("notFoundTitle")}>
      <Paragraph mb="m">{t("notFound")}</Paragraph>
      <Heading variant="h2">{t("keptHeading")}</Heading>
      <Paragraph mb="m">{t("kept")}</Paragraph>
      {advice && <AdviceText text={textOf(advice)} />}
      {texts.map((text) => (
        <p key={text} className="vaatu-words">
          {text}
        </p>
      ))}
      <AppLink to="/">{t("toStart")}</AppLink>
    </Page>
  );
}
