import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import { keptNames, keptText } from "../../ui/keptText";
import { readDraft, textOf } from "../advice/draft";
import { AdviceText } from "./AdviceView";

/** unsentOf answers what the person had typed of a case and not sent. */
export function unsentOf(caseId: string) {
  const advice = readDraft(keptText(`advice.${caseId}`));
  const texts = keptNames(`case.${caseId}.`).map(keptText);
  return { advice, texts, none: !advice && texts.length === 0 };
}

/** UnsentOf shows it, where there is any. */
export function UnsentOf({ caseId }: { caseId: string }) {
  const { t } = useTranslation("errors");
  const { advice, texts, none } = unsentOf(caseId);
  if (none) return null;
  return (
    <>
      <Heading variant="h2">{t("keptHeading")}</Heading>
      <Paragraph mb="m">{t("kept")}</Paragraph>
      {advice && <AdviceText text={textOf(advice)} />}
      {texts.map((text) => (
        <p key={text} className="vaatu-words">
          {text}
        </p>
      ))}
    </>
  );
}
