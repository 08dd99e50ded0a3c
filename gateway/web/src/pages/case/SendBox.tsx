import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { formatClock, useFormatting } from "../../i18n/formatting";
import { useAnswered } from "../../leak/useAnswered";
import { announce } from "../../ui/announce";
import { keepText, useKeptText } from "../../ui/keptText";
import { ActionError } from "./ActionError";
import { TextBox, useTextCheck } from "./TextBox";
import { useSend } from "./useSend";

type SendBoxProps = {
  /** Of the text field. */
  id?: string;
  item: CaseJson;
  /** Where the text goes. */
  path: string;
  /** What else goes with the text, or undefined when that is not in order yet. */
  extra?: () => Record<string, string> | undefined;
  /** Under which name the text is kept until it is sent. */
  kept: string;
  label: string;
  send: string;
  /** What is said when it was sent, with the time of day. */
  sent: (clock: string) => string;
  limit: number;
  recipient: string;
  hint?: string;
  /** Whether the box goes away once its text has arrived: it takes nothing more while that is on its way. */
  leaves?: boolean;
  /** Whether people read the text who do not read the case: its hints are answered first. */
  outside?: boolean;
  /** Gets the id of what was made, once the page shows it, or none where the person has gone on to something else; not while they have
   * gone on writing. */
  onSent: (answer: { id?: string }) => void;
  children?: ReactNode;
};

/** SendBox writes one text of a case to the other side. The recipient always stands above the button. */
export function SendBox(props: SendBoxProps) {
  const { id, item, path, extra, kept, label, send, sent, limit, recipient, hint, leaves = false, outside = false, onSent, children } = props;
  const { t } = useTranslation("case");
  const { language } = useFormatting();
  const check = useTextCheck();
  const name = `case.${item.id}.${kept}`;
  const [text, setText, clearText] = useKeptText(name);
  const [error, setError] = useState("");
  const [emptied, setEmptied] = useState(0);
  const box = useRef<HTMLTextAreaElement>(null);
  const call = useSend<{ id?: string; reply?: { id?: string } }>(item.id ?? "", {
    // A box that leaves takes nothing more: what it keeps has arrived, before the page looks for what was left over.
    accepted: () => {
      if (leaves) keepText(name, "");
    },
  });

  const answered = useAnswered();

  function submit(): void {
    const wrong = check(text, limit);
    const more = extra ? extra() : {};
    setError(wrong);
    if (wrong !== "") {
      box.current?.focus();
      return;
    }
    if (!more) return;
    const go = () =>
      call.send({ path, body: { text: text.trim(), ...more } }, (answer, stayed) => {
        announce(sent(formatClock(language, new Date())));
        if (box.current && box.current.value !== text) return;
        clearText();
        if (!leaves) setEmptied(emptied + 1);
        onSent({ id: stayed ? (answer.reply?.id ?? answer.id) : undefined });
      });
    if (outside) answered.ask([text], go);
    else go();
  }

  return (
    <div>
      <TextBox
        guarded={outside ? answered : true}
        // The counter of a box follows typing alone: one that was emptied begins anew.
        key={emptied}
        id={id}
        label={label}
        value={text}
        onChange={(next) => {
          setText(next);
          if (error !== "") setError("");
        }}
        limit={limit}
        hint={hint ?? t("message.noNames")}
        error={error}
        readOnly={leaves && (call.busy || answered.busy)}
        forwardedRef={box}
      />
      {children}
      <ActionError error={call.error} item={item} />
      <p className="vaatu-recipient">{recipient}</p>
      <Button aria-disabled={call.busy || answered.busy} onClick={submit}>
        {send}
      </Button>
    </div>
  );
}
