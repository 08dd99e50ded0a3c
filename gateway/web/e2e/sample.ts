// Requests and the way of a case that tests begin from.

import { type Assignment, type Case, type Client } from "./client";

/** valteri is the unit of the personas expert-valteri and expert-valteri-2. */
export const valteri = "01980000-0000-7000-8000-000000000201";
/** valteriSv is the Swedish-speaking unit, of the persona expert-valteri-sv. */
export const valteriSv = "01980000-0000-7000-8000-000000000204";

/** hospital is the unit of the personas expert-hospital and expert-and-teacher. */
export const hospital = "01980000-0000-7000-8000-000000000304";

/** request is a full one; the given fields replace its own. */
export function request(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    about: "ABOUT_ANONYMOUS_PUPIL",
    level: "LEVEL_BASIC",
    grades: [3],
    workingLanguage: "fi",
    needs: ["NEED_AUTISM", "NEED_CHALLENGING_BEHAVIOUR"],
    supportInPlace: ["SUPPORT_SPECIAL_TEACHER_ALONGSIDE"],
    servicesInvolved: ["SERVICE_SCHOOL_PSYCHOLOGIST"],
    situation: "Oppilas poistuu luokasta siirtymätilanteissa.",
    tried: "Kuvallinen päiväjärjestys auttoi hetken.",
    question: "Miten siirtymät saadaan rauhallisiksi?",
    wishedForms: ["FORM_REMOTE_MEETING"],
    urgency: "URGENCY_NORMAL",
    ...changes,
  };
}

/** inDays answers a calendar date so many days from now. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 3600 * 1000).toISOString().slice(0, 10);
}

/** file files a full request and answers the case. */
export function file(school: Client, changes: Record<string, unknown> = {}): Promise<Case> {
  return school.post<Case>("/v1/cases", { request: request(changes) });
}

/** leadOf answers the lead assignment of a case. */
export function leadOf(c: Case): Assignment {
  const lead = c.assignments?.[0];
  if (!lead) throw new Error(`the case ${c.number} has no assignment`);
  return lead;
}

/** claim takes the lead assignment for an expert and answers the case as the expert sees it. */
export async function claim(expert: Client, c: Case): Promise<Case> {
  const lead = leadOf(c);
  await expert.post(`/v1/assignments/${lead.id}:claim`, {}, { etag: lead.etag });
  return expert.get<Case>(`/v1/cases/${c.id}`);
}

/** ask asks the school and answers the question's id. */
export async function ask(expert: Client, c: Case, text = "Milloin tilanne alkoi?"): Promise<string> {
  const body = { text, dueDate: inDays(14) };
  const question = await expert.post<{ id: string }>(`/v1/cases/${c.id}/questions`, body);
  return question.id;
}

/** advise writes and publishes advice of one step, and answers the case. */
export async function advise(expert: Client, c: Case): Promise<Case> {
  const steps = [{ text: "Sopikaa ennakoinnista.", who: "Luokanopettaja", byWhen: inDays(21) }];
  await expert.post(`/v1/cases/${c.id}/advice`, { advice: { summary: "Ennakoikaa siirtymät.", steps } });
  const { etag } = await expert.get<Case>(`/v1/cases/${c.id}`);
  return expert.post<Case>(`/v1/cases/${c.id}/advice:publish`, {}, { etag });
}
