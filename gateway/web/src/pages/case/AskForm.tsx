import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { typedDate } from "../../i18n/formatting";
import { markOf } from "../../ui/keptText";
import { useKeptForm } from "../../ui/useKeptForm";
import { useRecipient } from "./Conversation";
import { daysToAnswer, DueDate, dueWithin, inDays } from "./DueDate";
import { SendBox } from "./SendBox";

type AskFormProps = {
  item: CaseJson;
  /** Whether the form takes the focus: it was opened by hand. */
  focused: boolean;
  onSent: (id: string) => void;
  /** Puts it away; what was written is there again when it is opened. */
  onClose: () => void;
};

/** AskForm asks the school a question with a day by which to reply; a week from now unless said otherwise. */
export default function AskForm({ item, focused, onSent, onClose }: AskFormProps) {
  const { t } = useTranslation(["case", "common"]);
  const { form: { due }, change, clear } = useKeptForm(markOf(`case.${item.id}.ask`), { due: typedDate(inDays(7)) });
  const [wrong, setWrong] = useState(false);
  const recipient = useRecipient(item, "expert");
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (focused) heading.current?.focus();
  }, [focused]);

  return (
    <section className="vaatu-noprint" aria-labelledby="ask-heading">
      <Heading variant="h2" id="ask-heading" tabIndex={-1} forwardedRef={heading as never}>
        {t("ask.heading")}
      </Heading>
      <SendBox
        item={item}
        path={`/v1/cases/${item.id}/questions`}
        extra={() => {
          const date = dueWithin(daysToAnswer, due);
          setWrong(date === undefined);
          return date === undefined ? undefined : { dueDate: date };
        }}
        kept="ask"
        label={t("ask.label")}
        send={t("ask.send")}
        sent={(clock) => t("ask.sent", { clock })}
        limit={2000}
        recipient={recipient}
        onSent={({ id }) => {
          clear();
          onSent(id ?? "");
        }}
      >
        <DueDate
          label={t("ask.due")}
          days={daysToAnswer}
          value={due}
          onChange={(typed) => {
            change({ due: typed });
            setWrong(false);
          }}
          wrong={wrong}
        />
      </SendBox>
      <Button variant="secondaryNoBorder" onClick={onClose}>
        {t("common:action.cancel")}
      </Button>
    </section>
  );
}
