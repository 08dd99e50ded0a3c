import { expect, test } from "vitest";
import { openQuestions, threadOf } from "./thread";

test("a question that was cancelled waits for nobody, and says so in the conversation", () => {
  const questions = [
    { id: "cancelled", text: "?", createTime: "2026-11-01T08:00:00Z", cancelTime: "2026-11-02T08:00:00Z" },
    { id: "replied", text: "?", createTime: "2026-11-03T08:00:00Z", reply: { id: "reply", text: "!", createTime: "2026-11-04T08:00:00Z" } },
    { id: "open", text: "?", createTime: "2026-11-05T08:00:00Z", dueDate: "2026-11-20" },
  ];
  expect(openQuestions(questions).map((q) => q.id)).toEqual(["open"]);
  const thread = threadOf([], questions);
  expect(thread.map((e) => [e.id, e.cancelled ?? false])).toEqual([
    ["cancelled", true],
    ["replied", false],
    ["reply", false],
    ["open", false],
  ]);
});
