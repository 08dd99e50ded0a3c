import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { AuthorJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import type { Entry } from "./thread";

type ThreadProps = {
  thread: readonly Entry[];
  /** The entry that takes the focus. */
  focus?: string;
  /** Whether the reader, too, is called by name: on paper nobody is "you". */
  named?: boolean;
};

/** Thread shows what was said, in its order. */
export function Thread({ thread, focus, named = false }: ThreadProps) {
  const { t } = useTranslation("case");
  if (thread.length === 0) return <Paragraph mb="s">{t("message.empty")}</Paragraph>;
  return (
    <ol className="vaatu-thread">
      {thread.map((entry) => (
        <ThreadEntry key={entry.id} entry={entry} focused={entry.id === focus} named={named} />
      ))}
    </ol>
  );
}

function ThreadEntry({ entry, focused, named }: { entry: Entry; focused: boolean; named: boolean }) {
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
        <Author author={named ? { ...entry.author, me: false } : entry.author} /> · <time dateTime={entry.time}>{dateTime(entry.time)}</time>
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
