import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import type { Field, QuestionId } from "./answers";
import { useSaveState, useStore } from "./useDraft";
import { useAnswerText } from "./useAnswerText";

/** ConflictNotice shows both versions of an answer and lets the writer choose. Until then neither is lost. */
export function ConflictNotice({ id, fields }: { id: QuestionId; fields: readonly Field[] }) {
  const { t } = useTranslation(["form", "drafts"]);
  const { moment } = useFormatting();
  const answerText = useAnswerText();
  const store = useStore();
  const state = useSaveState((s) => s);
  const [choice, setChoice] = useState<"own" | "other">("own");
  const changed = state.changes.find((c) => fields.some((f) => f === c.field));
  const time = moment(changed?.time ?? state.savedAt);
  const told = changed?.me ? t("drafts:conflict.me", { time }) : changed?.name && t("drafts:conflict.by", { name: changed.name, time });
  const own = answerText(id, state.own).join(", ") || t("noAnswer");
  const other = answerText(id, state.server).join(", ") || t("noAnswer");

  function keep(): void {
    for (const field of fields) store.choose(field, choice);
    announce(t("conflict.kept"));
  }

  return (
    <InlineAlert status="warning" className="vaatu-question__conflict" labelText={told || t("conflict.text", { time })}>
      <RadioButtonGroup
        labelText={t("conflict.which")}
        name={`conflict-${id}`}
        value={choice}
        onChange={(value) => setChoice(value === "other" ? "other" : "own")}
      >
        {[
          <RadioButton key="own" value="own" hintText={own}>
            {t("conflict.own")}
          </RadioButton>,
          <RadioButton key="other" value="other" hintText={other}>
            {t("conflict.other")}
          </RadioButton>,
        ]}
      </RadioButtonGroup>
      <Button variant="secondary" mt="s" onClick={keep}>
        {t("conflict.keep")}
      </Button>
    </InlineAlert>
  );
}
