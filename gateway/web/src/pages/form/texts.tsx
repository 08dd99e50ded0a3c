// Questions 7–9: free text, with the leak guard.

import { useTranslation } from "react-i18next";
import { Textarea } from "suomifi-ui-components";
import { LeakHints } from "../../leak/LeakHints";
import { NamesField } from "../../leak/NamesField";
import { textLimits, type TextField } from "./answers";
import { fieldId, QuestionFrame } from "./QuestionFrame";
import { useAnswer, useStore } from "./useDraft";
import { useError } from "./errors";

export function TextQuestion({ id }: { id: TextField }) {
  const { t, i18n } = useTranslation("form");
  const store = useStore();
  const text = useAnswer(id) ?? "";
  const error = useError(id);
  return (
    <QuestionFrame id={id}>
      <Textarea
        key={i18n.language} // its counter keeps what it has said
        id={fieldId(id)}
        labelText={t(`questions.${id}.title`)}
        labelMode="hidden"
        hintText={t(`questions.${id}.hint`)}
        value={text}
        onChange={(event) => store.change({ [id]: event.target.value })}
        status={error ? "error" : "default"}
        statusText={error}
        characterLimit={textLimits[id]}
        ariaCharactersRemainingText={(amount) => t("remaining", { count: amount })}
        ariaCharactersExceededText={(amount) => t("error.tooLong", { count: amount })}
        fullWidth
        resize="vertical"
        className="vaatu-question__text"
      />
      <LeakHints fieldId={fieldId(id)} text={text} onChange={(changed) => store.change({ [id]: changed })} />
      {id === "situation" && <NamesField />}
    </QuestionFrame>
  );
}
