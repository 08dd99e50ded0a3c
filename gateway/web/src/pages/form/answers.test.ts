import { describe, expect, test } from "vitest";
import type { ConsentJson, RequestJson } from "../../api/types";
import {
  changeAbout,
  excess,
  isAnswered,
  questionOfField,
  questions,
  remaining,
  toggle,
  toggleSupport,
  unanswered,
} from "./answers";

const prefilled: RequestJson = { about: "ABOUT_ANONYMOUS_PUPIL", workingLanguage: "fi" };
const complete: RequestJson = {
  ...prefilled,
  level: "LEVEL_BASIC",
  grades: [3],
  needs: ["NEED_AUTISM"],
  supportInPlace: ["SUPPORT_NONE"],
  situation: "s",
  tried: "t",
  question: "q",
};

describe("the questions", () => {
  test("are must-have at most eight times", () => {
    expect(questions.filter((q) => q.required)).toHaveLength(8);
  });

  test("two are answered from the start", () => {
    expect(remaining(prefilled)).toBe(6);
    expect(remaining(complete)).toBe(0);
  });

  test("ask for a risk, which is no must-have", () => {
    expect(isAnswered("risk", complete)).toBe(false);
    expect(isAnswered("risk", { risks: ["RISK_VIOLENCE"] })).toBe(true);
    expect(remaining({ ...complete, risks: [] })).toBe(0);
  });

  test("spaces are no answer", () => {
    expect(unanswered({ ...complete, situation: " \n" }).map((q) => q.id)).toEqual(["situation"]);
  });

  test("errors come in the form's order", () => {
    expect(unanswered(prefilled).map((q) => q.id)).toEqual([
      "grade",
      "needs",
      "support",
      "situation",
      "tried",
      "question",
    ]);
  });
});

describe("grades", () => {
  const grade = (r: RequestJson) => isAnswered("grade", r);
  test("a pupil has one, a group may have several, pre-primary none", () => {
    expect(grade({ level: "LEVEL_BASIC", grades: [1] })).toBe(true);
    expect(grade({ level: "LEVEL_BASIC", grades: [1, 2] })).toBe(false);
    expect(grade({ about: "ABOUT_GROUP", level: "LEVEL_BASIC", grades: [1, 2] })).toBe(true);
    expect(grade({ about: "ABOUT_GROUP", level: "LEVEL_BASIC" })).toBe(false);
    expect(grade({ level: "LEVEL_PRE_PRIMARY" })).toBe(true);
    expect(grade({ grades: [1] })).toBe(false);
  });
});

describe("texts", () => {
  test("are counted in characters, not in halves of them", () => {
    expect(excess("question", "🙂".repeat(2000))).toBe(0);
    expect(excess("question", "a".repeat(2003))).toBe(3);
    expect(unanswered({ ...complete, tried: "a".repeat(5001) }).map((q) => q.id)).toEqual(["tried"]);
  });
});

describe("choices that hang together", () => {
  test("a consent that could not be recorded today is to be mended, but not for a group", () => {
    const consent: ConsentJson = { actors: ["ACTOR_VALTERI"], mayTransfer: true, date: "2999-01-01", how: "HOW_SIGNED_FORM" };
    const request: RequestJson = { ...complete, permissions: { consent } };
    expect(unanswered(request).map((q) => q.id)).toEqual(["permissions"]);
    expect(isAnswered("permissions", request)).toBe(false);
    expect(unanswered({ ...request, about: "ABOUT_GROUP" })).toEqual([]);
    expect(unanswered({ ...request, permissions: {} })).toEqual([]);
  });

  test("turning to a group takes pupil-specific support away", () => {
    const request: RequestJson = { supportInPlace: ["SUPPORT_REMEDIAL", "SUPPORT_ASSISTANT"], grades: [3] };
    expect(changeAbout(request, "ABOUT_GROUP")).toEqual({
      about: "ABOUT_GROUP",
      supportInPlace: ["SUPPORT_REMEDIAL"],
    });
  });

  test("turning to one pupil takes several grades away", () => {
    expect(changeAbout({ grades: [1, 2] }, "ABOUT_ANONYMOUS_PUPIL")).toEqual({ about: "ABOUT_ANONYMOUS_PUPIL", grades: [] });
  });

  test("none of these stands alone", () => {
    expect(toggleSupport(["SUPPORT_REMEDIAL"], "SUPPORT_NONE", true)).toEqual(["SUPPORT_NONE"]);
    expect(toggleSupport(["SUPPORT_NONE"], "SUPPORT_REMEDIAL", true)).toEqual(["SUPPORT_REMEDIAL"]);
    expect(toggleSupport(["SUPPORT_NONE"], "SUPPORT_NONE", false)).toEqual([]);
  });

  test("a list keeps its own order whatever was pressed first", () => {
    expect(toggle(["a", "b", "c"], ["c"], "a", true)).toEqual(["a", "c"]);
    expect(toggle(["a", "b", "c"], ["a", "c"], "a", false)).toEqual(["c"]);
  });
});

test("the service's names of fields lead to their questions", () => {
  expect(questionOfField("request.supportInPlace")?.id).toBe("support");
  expect(questionOfField("draft.request.grades[0]")?.id).toBe("grade");
  expect(questionOfField("situation")?.id).toBe("situation");
  expect(questionOfField("schoolId")).toBeUndefined();
});
