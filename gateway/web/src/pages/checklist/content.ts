// What should be tried first, as data: which step concerns which needs, which code of a request it stands for, and what to do
// where it is missing. A change of the steps takes a new version and a file of its own: figures know what was asked.

import type { NeedJson, RequestJson, ServiceJson, SupportJson } from "../../api/types";
import type { Language } from "../../i18n/language";
import content from "./content.v1.json";

/** Stages in the order in which they are tried: without a decision, with others, by a decision on one pupil. */
export const stages = ["now", "others", "decision"] as const;
export type Stage = (typeof stages)[number];

export type Step = {
  id: string;
  stage: Stage;
  /** The needs that it concerns; without them every request. */
  needs?: readonly NeedJson[];
  /** What it is called in a request. */
  support?: SupportJson;
  service?: ServiceJson;
} & Record<Language, { title: string; advice: string }>;

export const version: number = content.version;
export const allSteps = content.steps as readonly Step[];

export type Said = "yes" | "no";

/** Answers of a checklist; what is not answered was skipped. */
export type Answers = { group: boolean; needs: readonly NeedJson[]; said: Readonly<Record<string, Said>> };

export const noAnswers: Answers = { group: false, needs: [], said: {} };

/** stepsFor answers the steps that concern the needs; a group has no pupil on whom to decide. */
export function stepsFor({ group, needs }: Pick<Answers, "group" | "needs">): readonly Step[] {
  return allSteps.filter((s) => (!s.needs || s.needs.some((n) => needs.includes(n))) && !(group && s.stage === "decision"));
}

/** firstToTry answers the steps that are missing in the earliest stage that misses any. */
export function firstToTry(answers: Answers): readonly Step[] {
  const missing = stepsFor(answers).filter((s) => answers.said[s.id] === "no");
  const stage = stages.find((one) => missing.some((s) => s.stage === one));
  return missing.filter((s) => s.stage === stage);
}

/** missingFrom answers what to try first of the steps that a request could name and does not. */
export function missingFrom(request: RequestJson): readonly Step[] {
  const { about, needs = [], supportInPlace = [], servicesInvolved = [] } = request;
  const group = about === "ABOUT_GROUP";
  const named = stepsFor({ group, needs }).filter((s) => s.support ?? s.service);
  const has = (s: Step) => supportInPlace.some((one) => one === s.support) || servicesInvolved.some((one) => one === s.service);
  return firstToTry({ group, needs, said: Object.fromEntries(named.map((s) => [s.id, has(s) ? "yes" : "no"])) });
}

/** inPlace answers what a request takes over: the needs, and what is in place of what they concern. */
export function inPlace(answers: Answers) {
  const steps = stepsFor(answers).filter((s) => answers.said[s.id] === "yes");
  return {
    about: answers.group ? ("ABOUT_GROUP" as const) : ("ABOUT_ANONYMOUS_PUPIL" as const),
    needs: [...answers.needs],
    supportInPlace: steps.flatMap((s) => s.support ?? []),
    servicesInvolved: steps.flatMap((s) => s.service ?? []),
  };
}
