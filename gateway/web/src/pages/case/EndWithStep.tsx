import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { useKeptText } from "../../ui/keptText";
import { ActionError } from "./ActionError";
import { Confirm, toWrong } from "./Confirm";
import { TextBox, useTextCheck } from "./TextBox";
import { useSend } from "./useSend";

type EndWithStepProps = {
  item: Pick<CaseJson, "id" | "etag" | "number" | "allowedActions">;
  /** Who ends it: the leading unit whose question got no answer, or coordination where nobody leads. */
  as: "closeUnanswered" | "closeUnled";
  onDone?: (said: string) => void;
};

/** EndWithStep ends a case without the school's word, with what follows. */
export default function EndWithStep({ item, as, onDone }: EndWithStepProps) {
  const { t } = useTranslation("ending");
  const check = useTextCheck();
  const [open, setOpen] = useState(false);
  const [tried, setTried] = useState(false);
  const [step, setStep, clearStep] = useKeptText(`case.${item.id}.step`);
  const opener = useRef<HTMLButtonElement>(null);
  const call = useSend<CaseJson>(item.id ?? "", { leaving: as === "closeUnled" });
  const wrong = check(step, 2000);

  function submit(): void {
    setTried(true);
    if (wrong !== "") return toWrong();
    call.send({ path: `/v1/cases/${item.id}:${as}`, body: { nextStep: step.trim() }, etag: item.etag }, () => {
      clearStep();
      const said = t("done", { number: item.number });
      if (onDone) onDone(said);
      else {
        announceDone(said);
        document.querySelector("h1")?.focus();
      }
    });
  }

  return (
    <div className="vaatu-noprint">
      <Button ref={opener} variant="secondary" aria-label={t("openNamed", { number: item.number })} onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      {open && (
        <Confirm
          title={t("title", { number: item.number })}
          confirm={t("send")}
          busy={call.busy}
          onConfirm={submit}
          onCancel={() => setOpen(false)}
          opener={opener}
        >
          <Paragraph mb="s">{t(as)}</Paragraph>
          <TextBox
            guarded
            label={t("step")}
            hint={t("stepHint")}
            value={step}
            onChange={setStep}
            limit={2000}
            error={tried ? wrong : ""}
            rows={4}
          />
          <ActionError error={call.error} item={item} />
        </Confirm>
      )}
    </div>
  );
}
