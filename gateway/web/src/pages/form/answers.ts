// The questions and what counts as an answer. The service has the last word; this is the same rule, told earlier.

import type { AboutJson, RequestJson, RiskJson, ServiceJson, SupportJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";
import { textLength } from "../../ui/textLength";
import { wrongIn } from "../permits/consent";

export type Field = keyof RequestJson;

export type QuestionId =
  | "about"
  | "grade"
  | "language"
  | "needs"
  | "support"
  | "services"
  | "situation"
  | "tried"
  | "question"
  | "risk"
  | "form"
  | "permissions"
  | "files";

/** Who reads the answer: A routes the request, B is the basis of the advice, C protects the pupil. */
export type Readers = "A" | "B" | "C";

export type Question = {
  id: QuestionId;
  readers: Readers;
  /** Fields of the request that the question fills. */
  fields: readonly Field[];
  required: boolean;
};

export const questions: readonly Question[] = [
  { id: "about", readers: "A", fields: ["about"], required: true },
  { id: "grade", readers: "A", fields: ["grades", "level"], required: true },
  { id: "language", readers: "A", fields: ["workingLanguage"], required: true },
  { id: "needs", readers: "A", fields: ["needs"], required: true },
  { id: "support", readers: "B", fields: ["supportInPlace"], required: true },
  { id: "services", readers: "B", fields: ["servicesInvolved"], required: false },
  { id: "situation", readers: "B", fields: ["situation"], required: true },
  { id: "tried", readers: "B", fields: ["tried"], required: true },
  { id: "question", readers: "B", fields: ["question"], required: true },
  { id: "risk", readers: "B", fields: ["risks"], required: false },
  { id: "form", readers: "A", fields: ["wishedForms", "urgency"], required: false },
  { id: "permissions", readers: "C", fields: ["permissions"], required: false },
  { id: "files", readers: "B", fields: [], required: false },
];

export type SupportGroup = "group" | "pupil" | "other";

/** Support by the groups of the Basic Education Act since 1.8.2025. */
export const supports: Record<SupportGroup, readonly SupportJson[]> = {
  group: ["SUPPORT_REMEDIAL", "SUPPORT_REMEDIAL_LANGUAGE", "SUPPORT_SPECIAL_TEACHER_ALONGSIDE"],
  pupil: [
    "SUPPORT_SPECIAL_TEACHER_PARTLY_SMALL_GROUP",
    "SUPPORT_SMALL_GROUP",
    "SUPPORT_SPECIAL_CLASS",
    "SUPPORT_INTERPRETATION",
    "SUPPORT_ASSISTANT",
    "SUPPORT_DEVICES",
    "SUPPORT_DISABILITY_BASED",
    "SUPPORT_FUNCTIONAL_AREAS",
    "SUPPORT_LIMITED_SYLLABUS",
  ],
  other: ["SUPPORT_ARRANGEMENTS", "SUPPORT_NONE"],
};

export const services: readonly ServiceJson[] = [
  "SERVICE_SCHOOL_PSYCHOLOGIST",
  "SERVICE_SCHOOL_SOCIAL_WORKER",
  "SERVICE_SCHOOL_NURSE",
  "SERVICE_HEALTH_CARE",
  "SERVICE_CHILD_PROTECTION",
  "SERVICE_REHABILITATION",
  "SERVICE_DISABILITY_SERVICES",
  "SERVICE_OT_CENTRE",
];

export const risks: readonly RiskJson[] = [
  "RISK_VIOLENCE",
  "RISK_SELF_HARM",
  "RISK_LONG_ABSENCE",
  "RISK_MOVE_OR_PLACEMENT",
];

export const textFields = ["situation", "tried", "question"] as const;
export type TextField = (typeof textFields)[number];

export const textLimits: Record<TextField, number> = { situation: 5000, tried: 5000, question: 2000 };

/** excess answers how many characters a text is too long. */
export function excess(field: TextField, text: string | undefined): number {
  return Math.max(0, textLength(text ?? "") - textLimits[field]);
}

const given: Record<QuestionId, (r: RequestJson) => boolean> = {
  about: (r) => isSet(r.about),
  grade: gradesFit,
  language: (r) => r.workingLanguage === "fi" || r.workingLanguage === "sv",
  needs: (r) => (r.needs ?? []).length > 0,
  support: (r) => (r.supportInPlace ?? []).length > 0,
  services: (r) => (r.servicesInvolved ?? []).length > 0,
  situation: (r) => isWritten(r.situation),
  tried: (r) => isWritten(r.tried),
  question: (r) => isWritten(r.question),
  risk: (r) => (r.risks ?? []).length > 0,
  form: (r) => (r.wishedForms ?? []).length > 0,
  permissions: (r) => r.about === "ABOUT_GROUP" || (r.permissions !== undefined && !consentIsWrong(r)),
  files: () => false,
};

function isSet(code: string | undefined): boolean {
  return code !== undefined && !code.endsWith("_UNSPECIFIED");
}

function isWritten(text: string | undefined): boolean {
  return (text ?? "").trim() !== "";
}

function gradesFit(r: RequestJson): boolean {
  const count = (r.grades ?? []).length;
  if (r.level === "LEVEL_PRE_PRIMARY") return count === 0;
  if (r.level !== "LEVEL_BASIC") return false;
  return r.about === "ABOUT_GROUP" ? count > 0 : count === 1;
}

/** isAnswered tells whether a question has an answer. */
export function isAnswered(id: QuestionId, request: RequestJson): boolean {
  return given[id](request);
}

/** consentIsWrong tells whether a consent is told of that could not be recorded today. */
function consentIsWrong({ about, permissions }: RequestJson): boolean {
  const consent = about === "ABOUT_GROUP" ? undefined : permissions?.consent;
  return consent !== undefined && Object.keys(wrongIn(consent, todayInHelsinki())).length > 0;
}

/** remaining counts the must-have questions that still wait for an answer. */
export function remaining(request: RequestJson): number {
  return questions.filter((q) => q.required && !isAnswered(q.id, request)).length;
}

/** unanswered lists the must-have questions without an answer, and texts that are too long, in the form's order. */
export function unanswered(request: RequestJson): Question[] {
  return questions.filter((q) => {
    if (q.required && !isAnswered(q.id, request)) return true;
    if (q.id === "permissions" && consentIsWrong(request)) return true;
    return textFields.some((field) => field === q.id && excess(field, request[field]) > 0);
  });
}

/** questionOfField finds the question of a field as the service names it: "request.supportInPlace" or "situation". */
export function questionOfField(name: string): Question | undefined {
  const field = name.replace(/^(draft\.)?request\./, "").split(/[.[]/)[0];
  return questions.find((q) => q.fields.some((f) => f === field));
}

/** changeAbout answers the fields that change with the answer to the first question. */
export function changeAbout(request: RequestJson, about: AboutJson): RequestJson {
  const change: RequestJson = { about };
  if (about === "ABOUT_GROUP") {
    const support = request.supportInPlace ?? [];
    if (support.some((s) => supports.pupil.includes(s))) {
      change.supportInPlace = support.filter((s) => !supports.pupil.includes(s));
    }
  } else if ((request.grades ?? []).length > 1) {
    change.grades = [];
  }
  return change;
}

/** toggle answers a list with one code added or taken away, in the list's own order. */
export function toggle<T>(all: readonly T[], chosen: readonly T[] | undefined, one: T, on: boolean): T[] {
  return all.filter((code) => (code === one ? on : (chosen ?? []).includes(code)));
}

/** toggleSupport is toggle where "none of these" stands alone. */
export function toggleSupport(chosen: readonly SupportJson[] | undefined, one: SupportJson, on: boolean): SupportJson[] {
  if (one === "SUPPORT_NONE") return on ? ["SUPPORT_NONE"] : [];
  const all = [...supports.group, ...supports.pupil, ...supports.other].filter((s) => s !== "SUPPORT_NONE");
  return toggle(all, chosen, one, on);
}
