// What a guardian's consent says, and what may be wrong with it. The service has the last word; this is the same rule, told
// earlier.

import type { ActorJson, ConsentJson, HowJson, PermissionsJson } from "../../api/types";

export const consentActors: readonly ActorJson[] = ["ACTOR_ELMERI", "ACTOR_VALTERI", "ACTOR_HOSPITAL_TEACHING", "ACTOR_STATE_SCHOOL_HOME"];

export const hows: readonly HowJson[] = ["HOW_SIGNED_FORM", "HOW_ELECTRONIC"];

export type ConsentField = "actors" | "scope" | "date" | "validUntil" | "how";

/** What is wrong, by field: the code of a text. */
export type ConsentErrors = Partial<Record<ConsentField, "actors" | "scope" | "date" | "future" | "order" | "past" | "how">>;

/** isDate tells whether a text is written as a calendar date. */
export const isDate = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");

/** wrongIn answers what is wrong with a consent that is recorded today. */
export function wrongIn(consent: ConsentJson, today: string): ConsentErrors {
  const wrong: ConsentErrors = {};
  if ((consent.actors ?? []).length === 0) wrong.actors = "actors";
  if (!consent.mayGet && !consent.mayTransfer) wrong.scope = "scope";
  const { date, validUntil } = consent;
  if (!isDate(date)) wrong.date = "date";
  else if (date > today) wrong.date = "future";
  if (validUntil) {
    if (!isDate(validUntil)) wrong.validUntil = "date";
    else if (isDate(date) && validUntil < date) wrong.validUntil = "order";
    else if (validUntil < today) wrong.validUntil = "past";
  }
  if (!consent.how || consent.how === "HOW_UNSPECIFIED") wrong.how = "how";
  return wrong;
}

/** uncoveredBy answers the actors that a consent does not let the school transfer to. */
export function uncoveredBy(consent: ConsentJson, actors: readonly ActorJson[]): ActorJson[] {
  return actors.filter((a) => !consent.mayTransfer || !(consent.actors ?? []).includes(a));
}

/** inOrder answers a consent as the service writes it, so that the same answers compare as the same. */
function inOrder(c: ConsentJson): ConsentJson {
  return {
    ...((c.actors ?? []).length > 0 && { actors: c.actors }),
    ...(c.mayGet && { mayGet: true }),
    ...(c.mayTransfer && { mayTransfer: true }),
    ...(c.date && { date: c.date }),
    ...(c.validUntil && { validUntil: c.validUntil }),
    ...(c.how && { how: c.how }),
  };
}

/** permissionsOf answers what a draft says of permissions, as the service writes it. */
export function permissionsOf(p: PermissionsJson): PermissionsJson {
  return {
    ...(p.consent && { consent: inOrder(p.consent) }),
    ...(p.askAuthorisation && { askAuthorisation: true }),
    ...(p.principalEmail && { principalEmail: p.principalEmail }),
  };
}
