import type { DraftJson, LikenessJson } from "../../api/types";
import { isAnswered } from "../form/answers";

/** likenessOf answers the codes that make a draft like other requests; undefined while one of them is not answered. */
export function likenessOf({ request = {}, schoolId }: DraftJson): LikenessJson | undefined {
  const answered = (["about", "grade", "needs"] as const).every((question) => isAnswered(question, request));
  if (!answered) return undefined;
  const { about, level, grades = [], needs } = request;
  return { about, level, grades, needs, schoolId };
}
