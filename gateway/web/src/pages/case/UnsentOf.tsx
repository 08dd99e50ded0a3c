import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { keepText, keptNames, keptText } from "../../ui/keptText";
import { readDraft, textOf } from "../advice/draft";
import { AdviceText } from "./AdviceView";

/** unsentOf answers the names under which the person's texts of a case are kept that were typed and not sent. */
export function unsentOf(caseId: string): string[] {
  const advice = `advice.${caseId}`;
  return [...(readDraft(keptText(advice)) ? [advice] : []), ...keptNames(`case.${caseId}.`)];
}

/** UnsentOf shows these texts, where there are any; each can be deleted. */
export function UnsentOf({ caseId }: { caseId: string }) {
  const { t } = useTranslation(["errors", "case"]);
  const [, setGone] = useState(0);
  const names = unsentOf(caseId);
  if (names.length === 0) return null;
  function drop(name: string): void {
    keepText(name, "");
    setGone((n) => n + 1);
    document.querySelector("h1")?.focus();
  }
  return (
    <>
      <Heading variant="h2">{t("errors:keptHeading")}</Heading>
      <Paragraph mb="m">{t("errors:kept")}</Paragraph>
      {names.map((name) => (
        <div key={name}>
          <Kept name={name} />
          <Button variant="secondary" mb="m" onClick={() => drop(name)}>
            {t("case:unsent.drop")}
          </Button>
        </div>
      ))}
    </>
  );
}

function Kept({ name }: { name: string }) {
  const advice = name.startsWith("advice.") && readDraft(keptText(name));
  return advice ? <AdviceText text={textOf(advice)} /> : <p className="vaatu-words">{keptText(name)}</p>;
}
