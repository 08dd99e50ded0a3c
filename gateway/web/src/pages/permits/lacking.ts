import type { CasePermissionsJson } from "../../api/types";
import { latest } from "./PermitList";

/** Lack is what hinders a case that waits for permissions; each has a sentence. */
export type Lack =
  | "consentNone"
  | "consentRefused"
  | "consentWithdrawn"
  | "consentExpired"
  | "consentNarrow"
  | "authorisationNone"
  | "authorisationAsked"
  | "authorisationRefused"
  | "authorisationWithdrawn";

/** lacking answers what hinders a case that waits for permissions: of the guardian's consent, and of the school's authorisation. */
export function lacking(found: CasePermissionsJson): Lack[] {
  const consent = latest(found.permits, "PERMIT_KIND_GUARDIAN_CONSENT");
  const authorisation = latest(found.permits, "PERMIT_KIND_SCHOOL_AUTHORISATION");
  const lacks: Lack[] = [];
  if (consent?.state === "PERMIT_STATE_REFUSED") lacks.push("consentRefused");
  else if (consent?.state === "PERMIT_STATE_WITHDRAWN") lacks.push("consentWithdrawn");
  else if (consent?.state === "PERMIT_STATE_EXPIRED") lacks.push("consentExpired");
  else if (consent && (!consent.consent?.mayTransfer || (found.uncovered ?? []).length > 0)) lacks.push("consentNarrow");
  else if (!consent && found.needed) lacks.push("consentNone");
  if (authorisation?.state === "PERMIT_STATE_REFUSED") lacks.push("authorisationRefused");
  else if (authorisation?.state === "PERMIT_STATE_WITHDRAWN") lacks.push("authorisationWithdrawn");
  else if (!authorisation && found.needed) lacks.push((found.askings ?? []).length > 0 ? "authorisationAsked" : "authorisationNone");
  return lacks;
}
