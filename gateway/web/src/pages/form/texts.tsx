// Questions 7–9: free text, with a guard against identity codes.

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert, Textarea } from "suomifi-ui-components";
import { announce } from "../../ui/announce";
import { textLimits, type TextField } from "./answers";
import { findIdentityCodes, withoutPlaces } from "../../leak/identityCode";
import { fieldId, QuestionFrame } from "./QuestionFrame";
import { useAnswer, useStore } from "./useDraft";
import { useError } from "./errors";

export function TextQuestion({ id }: { id: TextField }) {
  const { t } = useTranslation("form");
  const store = useStore();
  const text = useAnswer(id) ?? "";
  const error = useError(id);
  return (
    <QuestionFrame id={id}>
      <Textarea
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
      <LeakGuard id={id} text={text} />
    </QuestionFrame>
  );
}

function LeakGuard({ id, text }: { id: TextField; text: string }) {
  const { t } = useTranslation("form");
  const store = useStore();
  const places = findIdentityCodes(text);
  const found = places.length > 0;
  const told = useRef(false);

  useEffect(() => {
    if (found && !told.current) announce(t("leak.code"));
    told.current = found;
  }, [found, t]);

  if (!found) return null;
  function remove(): void {
    store.change({ [id]: withoutPlaces(text, places) });
    announce(t("leak.removed"));
    document.getElementById(fieldId(id))?.focus();
  }
  return (
    <InlineAlert status="error" className="vaatu-question__leak">
      <span>{t("leak.code")} </span>
      <span className="vaatu-question__foot">{t("leak.foot")}</span>
      <div className="vaatu-notice__actions">
        <Button variant="secondary" onClick={remove}>
          {t("leak.remove")}
        </Button>
      </div>
    </InlineAlert>
  );
}
