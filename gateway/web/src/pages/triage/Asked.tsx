import { useTranslation } from "react-i18next";
import type { QuestionJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { Author } from "../case/Thread";

/** Asked shows what coordination has asked the school, and what it has replied. */
export function Asked({ questions }: { questions: readonly QuestionJson[] }) {
  const { t } = useTranslation("triage");
  const { date, dateTime } = useFormatting();
  if (questions.length === 0) return null;
  return (
    <ol className="vaatu-thread">
      {questions.map((q) => (
        <li key={q.id} className="vaatu-thread__entry vaatu-thread__entry--question">
          <p className="vaatu-thread__meta">
            <strong>{t("ask.question")}</strong>
            {" · "}
            <Author author={q.author} /> · <time dateTime={q.createTime}>{dateTime(q.createTime)}</time>
          </p>
          <p className="vaatu-words">{q.text}</p>
          {q.reply ? (
            <>
              <p className="vaatu-thread__meta">
                <strong>{t("ask.reply")}</strong> · <time dateTime={q.reply.createTime}>{dateTime(q.reply.createTime)}</time>
              </p>
              <p className="vaatu-words">{q.reply.text}</p>
            </>
          ) : (
            <p className="vaatu-thread__meta">{t(q.cancelTime ? "ask.ended" : "ask.waits", { date: date(q.dueDate) })}</p>
          )}
        </li>
      ))}
    </ol>
  );
}
