// What is typed into an invitation, what is wrong with it, and the body that it becomes.

import type { AreaJson, RoleJson } from "../../api/types";
import { calendarDate } from "../../i18n/formatting";
import { textLength } from "../../ui/textLength";
import { roles, type GivenRole } from "./queries";

/** Invitation as it stands on the screen: days as people type them, everything else by its code or id. */
export type Invitation = {
  invited: string;
  role: GivenRole | "";
  unitId: string;
  /** A coordinator is of an area or of the whole country: neither goes without saying. */
  area: AreaJson | typeof national | "";
  providerId: string;
  providerName: string;
  fromDate: string;
  toDate: string;
};

/** national stands for the whole country where an area is asked for. */
export const national = "NATIONAL";

export const blank: Invitation = {
  invited: "",
  role: "",
  unitId: "",
  area: "",
  providerId: "",
  providerName: "",
  fromDate: "",
  toDate: "",
};

/** invitedLimit is how long the name may be. */
export const invitedLimit = 200;

/** scopeOf answers where a role holds, of which the form asks. */
export function scopeOf(role: RoleJson | ""): "unit" | "area" | "provider" | undefined {
  switch (role) {
    case "ROLE_EXPERT":
    case "ROLE_LEAD":
      return "unit";
    case "ROLE_COORDINATOR":
      return "area";
    case "ROLE_VIPU":
      return "provider";
    default:
      return undefined;
  }
}

/** bodyOf answers the body of the call: only what the role asks for, days as calendar dates. */
export function bodyOf(form: Invitation) {
  const scope = scopeOf(form.role);
  return {
    invited: form.invited.trim(),
    role: form.role,
    ...(scope === "unit" && { unitId: form.unitId }),
    ...(scope === "area" && form.area !== national && { area: form.area }),
    ...(scope === "provider" && { providerId: form.providerId }),
    ...(form.fromDate.trim() !== "" && { fromDate: calendarDate(form.fromDate) }),
    ...(form.toDate.trim() !== "" && { toDate: calendarDate(form.toDate) }),
  };
}

/** Field is a field of the call, as the service names it. */
export type Field = "invited" | "role" | "unitId" | "area" | "providerId" | "fromDate" | "toDate";

/** Wrong is why a field cannot be sent. */
export type Wrong = "missing" | "tooLong" | "notADate" | "past" | "order";

/** wrongOf answers what is wrong, field by field; today is a calendar date. */
export function wrongOf(form: Invitation, today: string): Partial<Record<Field, Wrong>> {
  const scope = scopeOf(form.role);
  const wrong: Partial<Record<Field, Wrong>> = {};
  if (form.invited.trim() === "") wrong.invited = "missing";
  else if (textLength(form.invited.trim()) > invitedLimit) wrong.invited = "tooLong";
  if (form.role === "") wrong.role = "missing";
  if (scope === "unit" && form.unitId === "") wrong.unitId = "missing";
  if (scope === "area" && form.area === "") wrong.area = "missing";
  if (scope === "provider" && form.providerId === "") wrong.providerId = "missing";
  const from = form.fromDate.trim() === "" ? today : calendarDate(form.fromDate);
  const to = form.toDate.trim() === "" ? undefined : calendarDate(form.toDate);
  if (from === undefined) wrong.fromDate = "notADate";
  else if (from < today) wrong.fromDate = "past";
  if (form.toDate.trim() === "") return wrong;
  if (to === undefined) wrong.toDate = "notADate";
  else if (to < today) wrong.toDate = "past";
  else if (from !== undefined && to < from) wrong.toDate = "order";
  return wrong;
}

/** readInvitation reads what was kept in the tab; anything else is a blank one. */
export function readInvitation(kept: string): Invitation {
  try {
    const read = JSON.parse(kept) as Partial<Record<keyof Invitation, unknown>>;
    const texts = Object.fromEntries(Object.keys(blank).map((key) => [key, String(read[key as keyof Invitation] ?? "")]));
    return { ...(texts as Invitation), role: roles.find((r) => r === texts.role) ?? "" };
  } catch {
    return blank;
  }
}

/** linkOf answers the link that binds whoever opens it first. */
export function linkOf(origin: string, token: string): string {
  return `${origin}/auth/login?invitation=${encodeURIComponent(token)}`;
}
