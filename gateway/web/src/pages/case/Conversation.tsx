import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { schoolName, unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { SendBox } from "./SendBox";
import { leadOf, may, type Side } from "./side";
import { Thread } from "./Thread";
import type { Entry } from "./thread";
import { Unsent } from "./Unsent";

type ConversationProps = {
  item: CaseJson;
  side: Side;
  thread: readonly Entry[];
  /** The entry that the person has just made: it gets the focus when it appears. */
  focus: string;
  /** The questions that the page shows a box for. */
  replying: readonly string[];
  onSent: (id: string) => void;
};

/** messageId is where a message is written. */
export const messageId = "message";

/** Conversation shows what was said and lets the person write to the other side. */
export function Conversation({ item, side, thread, focus, replying, onSent }: ConversationProps) {
  const { t } = useTranslation("case");
  const recipient = useRecipient(item, side);
  const [moved, setMoved] = useState(0);
  useNewEntries(thread);
  return (
    <section aria-labelledby="conversation-heading" className="vaatu-noprint">
      <Heading variant="h2" id="conversation-heading" tabIndex={-1}>
        {t("message.heading")}
      </Heading>
      <Thread thread={thread} focus={focus} />
      <Unsent caseId={item.id ?? ""} replying={replying} onMoved={() => setMoved((n) => n + 1)} />
      {may(item, "ACTION_POST_MESSAGE") && (
        <SendBox
          key={moved}
          id={messageId}
          item={item}
          path={`/v1/cases/${item.id}/messages`}
          kept="message"
          label={t("message.label")}
          send={t("message.send")}
          sent={(clock) => t("message.sent", { clock })}
          limit={5000}
          recipient={recipient}
          onSent={({ id }) => onSent(id ?? "")}
        />
      )}
    </section>
  );
}

/** useRecipient answers who reads what the person sends. */
export function useRecipient(item: CaseJson, side: Side): string {
  const { t } = useTranslation("case");
  const { language } = useFormatting();
  if (side === "expert") return t("message.recipient", { name: schoolName(item, language) });
  const lead = leadOf(item);
  if (!lead) return t("message.recipientUnknown");
  const name = unitName(lead, language);
  if (lead.state === "STATE_WAITING") return t("message.recipientLater", { name });
  return t("message.recipient", { name: lead.holderName ? `${lead.holderName}, ${name}` : name });
}

/** useNewEntries says politely that the other side has written; nothing jumps. */
function useNewEntries(thread: readonly Entry[]): void {
  const { t } = useTranslation("case");
  const seen = useRef<Set<string>>(undefined);
  useEffect(() => {
    const known = seen.current;
    if (known && thread.some((e) => !known.has(e.id) && !e.author?.me)) announce(t("message.new"));
    seen.current = new Set(thread.map((e) => e.id));
  }, [thread, t]);
}
