import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert } from "suomifi-ui-components";
import { keepText, keptNames, keptText } from "../../ui/keptText";

type UnsentProps = {
  caseId: string;
  /** The questions that the page shows a box for. */
  replying: readonly string[];
  /** Called when a text was put into the message box, which must be drawn anew. */
  onMoved: () => void;
};

/** Unsent shows what was typed in reply to a question that takes none any more: somebody else was faster. */
export function Unsent({ caseId, replying, onMoved }: UnsentProps) {
  const { t } = useTranslation("case");
  const [, setGone] = useState(0);
  const beginning = `case.${caseId}.reply.`;
  const left = keptNames(beginning).filter((name) => !replying.includes(name.slice(beginning.length)));
  function drop(name: string): void {
    keepText(name, "");
    setGone((n) => n + 1);
  }
  function move(name: string): void {
    const message = `case.${caseId}.message`;
    keepText(message, [keptText(message), keptText(name)].filter((text) => text !== "").join("\n\n"));
    drop(name);
    onMoved();
  }
  return left.map((name) => (
    <InlineAlert key={name} status="warning" labelText={t("unsent.heading")} mb="m">
      <p>{t("unsent.story")}</p>
      <p className="vaatu-words">{keptText(name)}</p>
      <div className="vaatu-actions">
        <Button onClick={() => move(name)}>{t("unsent.move")}</Button>
        <Button variant="secondary" onClick={() => drop(name)}>
          {t("unsent.drop")}
        </Button>
      </div>
    </InlineAlert>
  ));
}
