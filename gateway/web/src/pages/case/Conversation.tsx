import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Heading, Paragraph } from "suomifi-ui-components";
import type { AuthorJson, CaseJson } from "../../api/types";
import { schoolName, unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { SendBox } from "./SendBox";
import { leadOf, may, type Side } from "./side";
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
      {thread.length === 0 ? (
        <Paragraph mb="s">{t("message.empty")}</Paragraph>
      ) : (
        <ol className="vaatu-thread">
          {thread.map((entry) => (
            <ThreadEntry key={entry.id} entry={entry} focused={entry.id === focus} />
          ))}
        </ol>
      )}
      <Unsent caseId={item.id ?? ""} replying={replying} onMoved={() => setMoved((n) => n + 1)} />
      {may(item, "ACTION_POST_MESSAGE") && (
        <SendBox
          key={moved}
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

function ThreadEntry({ entry, focused }: { entry: Entry; focused: boolean }) {
  const { t } = useTranslation("case");
  const { date, dateTime } = useFormatting();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) place.current?.focus();
  }, [focused]);
  const look = [entry.kind === "question" && "question", entry.author?.me && "mine"]
    .filter(Boolean)
    .map((part) => `vaatu-thread__entry--${part}`);
  return (
    <li ref={place} tabIndex={-1} className={["vaatu-thread__entry", ...look].join(" ")}>
      <p className="vaatu-thread__meta">
        <strong>{t(`entry.${entry.kind}`)}</strong>
        {entry.due && !entry.cancelled ? `, ${t("entry.due", { date: date(entry.due) })}` : ""}
        {entry.cancelled ? `, ${t("entry.cancelled")}` : ""}
        {" · "}
        <Author author={entry.author} /> · <time dateTime={entry.time}>{dateTime(entry.time)}</time>
      </p>
      <p className="vaatu-words">{entry.text}</p>
    </li>
  );
}

/** Author names a person by name, role and unit. */
export function Author({ author }: { author: AuthorJson | undefined }) {
  const { t } = useTranslation("case");
  const { language } = useFormatting();
  const code = useCode();
  const unit = unitName(author, language);
  const parts = [author?.me ? t("entry.me") : author?.name, unit || code(author?.role)];
  return <>{parts.filter((part) => part).join(", ")}</>;
}
