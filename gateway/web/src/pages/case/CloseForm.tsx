import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { CaseJson, EffectJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { announceDone } from "../../ui/announce";
import { markOf, useKeptText } from "../../ui/keptText";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "./ActionError";
import { toWrong } from "./Confirm";
import { TextBox, useTextCheck } from "./TextBox";
import { useSend } from "./useSend";

const effects = ["EFFECT_CONFIRMED", "EFFECT_NEW_PLAN", "EFFECT_NOT_USEFUL"] as const satisfies readonly EffectJson[];
const values = ["1", "2", "3", "4", "5"] as const;

type CloseFormProps = { item: CaseJson; onCancel: () => void; onClosed: () => void };

/** CloseForm takes the school's word at the end: one answer must be given, the rest may. */
export default function CloseForm({ item, onCancel, onClosed }: CloseFormProps) {
  const { t } = useTranslation(["case", "common"]);
  const code = useCode();
  const check = useTextCheck();
  const { form: { effect, value }, change, clear } = useKeptForm(markOf(`case.${item.id}.close`), { effect: "", value: "" });
  const [comment, setComment, clearComment] = useKeptText(`case.${item.id}.close`);
  const [tried, setTried] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLElement>(null);
  const call = useSend<CaseJson>(item.id ?? "");
  const commentError = check(comment, 2000, true);

  useEffect(() => heading.current?.focus(), []);

  function submit(): void {
    setTried(true);
    if (effect === "" || commentError !== "") return toWrong(form.current);
    const closeOut = {
      effect,
      ...(value === "" ? {} : { value: Number(value) }),
      ...(comment.trim() === "" ? {} : { comment: comment.trim() }),
    };
    call.send({ path: `/v1/cases/${item.id}:close`, body: { closeOut }, etag: item.etag }, () => {
      clearComment();
      clear();
      announceDone(t("close.done"));
      onClosed();
    });
  }

  return (
    <section ref={form} aria-labelledby="close-heading" className="vaatu-noprint">
      <Heading variant="h2" id="close-heading" tabIndex={-1} forwardedRef={heading as never}>
        {t("close.heading")}
      </Heading>
      <RadioButtonGroup
        labelText={t("close.effect")}
        name="effect"
        value={effect}
        onChange={(chosen) => change({ effect: chosen })}
        groupStatus={tried && effect === "" ? "error" : "default"}
        groupStatusText={tried && effect === "" ? t("close.effectMissing") : ""}
        mb="m"
      >
        {effects.map((e) => (
          <RadioButton key={e} value={e}>
            {code(e)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
      <RadioButtonGroup
        labelText={t("close.value")}
        groupHintText={t("close.valueHint")}
        optionalText={t("text.optional")}
        name="value"
        value={value}
        onChange={(chosen) => change({ value: chosen })}
        mb="m"
      >
        {values.map((v) => (
          <RadioButton key={v} value={v}>
            {v}
          </RadioButton>
        ))}
      </RadioButtonGroup>
      <TextBox
        label={t("close.comment")}
        value={comment}
        onChange={setComment}
        limit={2000}
        error={commentError}
        hint={t("message.noNames")}
        optional
        guarded
      />
      <ActionError error={call.error} item={item} />
      <div className="vaatu-actions">
        <Button aria-disabled={call.busy} onClick={submit}>
          {t("close.send")}
        </Button>
        <Button variant="secondary" onClick={onCancel}>
          {t("common:action.cancel")}
        </Button>
      </div>
    </section>
  );
}
