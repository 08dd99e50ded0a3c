import { describe, expect, test } from "vitest";
import fi from "../../i18n/fi/codes.json";
import { allSteps, firstToTry, inPlace, missingFrom, noAnswers, stages, stepsFor, version } from "./content";

const ids = (steps: readonly { id: string }[]) => steps.map((s) => s.id);

describe("the content", () => {
  test("says the same in each language, and has a number", () => {
    expect(version).toBe(1);
    for (const step of allSteps) {
      for (const language of ["fi", "sv", "en"] as const) {
        expect(step[language].title.trim(), `${step.id} ${language}`).not.toBe("");
        expect(step[language].advice.trim().length, `${step.id} ${language}`).toBeGreaterThan(40);
      }
      expect(step.sv.advice).not.toBe(step.fi.advice);
    }
  });

  test("has each step once, in a stage, with codes that there are", () => {
    expect(new Set(ids(allSteps)).size).toBe(allSteps.length);
    const order = allSteps.map((s) => stages.indexOf(s.stage));
    expect(order).toEqual([...order].sort());
    for (const code of allSteps.flatMap((s) => [...(s.needs ?? []), s.support ?? [], s.service ?? []].flat())) {
      expect(Object.keys(fi)).toContain(code);
    }
  });

  test("knows no support of before August 2025", () => {
    const texts = JSON.stringify(allSteps).toLowerCase();
    for (const old of ["tehostet", "erityisen tuen", "erityinen tuki", "intensifierat", "särskilt stöd", "intensified", "special support"]) {
      expect(texts).not.toContain(old);
    }
  });
});

test("steps concern the needs, and a group has none that are decided for one pupil", () => {
  expect(ids(stepsFor(noAnswers))).toEqual(["arrangements", "guardian", "remedial", "alongside", "assessment", "partly"]);
  expect(ids(stepsFor({ group: false, needs: ["NEED_HEARING"] }))).toEqual(expect.arrayContaining(["nurse", "devices", "interpretation"]));
  expect(stepsFor({ group: true, needs: ["NEED_HEARING"] }).some((s) => s.stage === "decision")).toBe(false);
});

test("what is missing at an earlier stage comes first", () => {
  const answers = { ...noAnswers, needs: ["NEED_SCHOOL_ABSENCE"] as const, said: { partly: "no", socialWorker: "no", nurse: "yes" } as const };
  expect(ids(firstToTry(answers))).toEqual(["socialWorker"]);
  expect(ids(firstToTry({ ...answers, said: { ...answers.said, remedial: "no" } }))).toEqual(["remedial"]);
  expect(firstToTry(noAnswers)).toEqual([]);
});

test("of a request it is seen from the codes what to try first", () => {
  const tried = ["SUPPORT_ARRANGEMENTS", "SUPPORT_REMEDIAL", "SUPPORT_SPECIAL_TEACHER_ALONGSIDE"] as const;
  expect(ids(missingFrom({ supportInPlace: ["SUPPORT_SPECIAL_CLASS"] }))).toEqual(["arrangements", "remedial", "alongside"]);
  expect(ids(missingFrom({ needs: ["NEED_AUTISM"], supportInPlace: [...tried] }))).toEqual(["psychologist"]);
  expect(ids(missingFrom({ about: "ABOUT_GROUP", supportInPlace: [...tried] }))).toEqual([]);
});

test("a request takes over the needs and what is in place, and nothing that was hidden since", () => {
  expect(inPlace({ group: true, needs: ["NEED_HEARING"], said: { remedial: "yes", nurse: "yes", alongside: "no", devices: "yes", guardian: "yes" } })).toEqual({
    about: "ABOUT_GROUP",
    needs: ["NEED_HEARING"],
    supportInPlace: ["SUPPORT_REMEDIAL"],
    servicesInvolved: ["SERVICE_SCHOOL_NURSE"],
  });
});
