// The conversation: messages, questions and replies in one line of time.

import type { AuthorJson, MessageJson, QuestionJson } from "../../api/types";

export type Entry = {
  id: string;
  kind: "message" | "question" | "reply";
  author?: AuthorJson;
  time: string;
  text: string;
  /** Calendar date by which a question should be answered. */
  due?: string;
  /** A question that nobody waits for any more. */
  cancelled?: boolean;
};

function entryOf(kind: Entry["kind"], m: MessageJson): Entry {
  return { id: m.id ?? "", kind, author: m.author, time: m.createTime ?? "", text: m.text ?? "" };
}

/** threadOf puts everything that was said in the order in which it was said. */
export function threadOf(messages: readonly MessageJson[], questions: readonly QuestionJson[]): Entry[] {
  const entries = messages.map((m) => entryOf("message", m));
  for (const q of questions) {
    entries.push({ ...entryOf("question", q), due: q.dueDate, cancelled: q.cancelTime !== undefined });
    if (q.reply) entries.push(entryOf("reply", q.reply));
  }
  return entries.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

/** openQuestions answers the questions that still wait for the school. */
export function openQuestions(questions: readonly QuestionJson[]): QuestionJson[] {
  return questions.filter((q) => !q.reply && !q.cancelTime);
}
