import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { QuestionJson } from "../../api/types";
import { messagesQuery, questionsQuery } from "./queries";
import { threadOf, type Entry } from "./thread";

type Said = {
  /** undefined until all of it is there. */
  thread: Entry[] | undefined;
  questions: QuestionJson[];
  failed: UseQueryResult | undefined;
};

/** useThread reads the conversation of a case. */
export function useThread(caseId: string): Said {
  const messages = useQuery(messagesQuery(caseId));
  const questions = useQuery(questionsQuery(caseId));
  const asked = questions.data?.questions ?? [];
  return {
    thread: messages.data && questions.data && threadOf(messages.data.messages ?? [], asked),
    questions: asked,
    failed: [messages, questions].find((q) => q.error && !q.data),
  };
}
