import { expect, test } from "vitest";
import type { CasePermissionsJson, PermitJson } from "../../api/types";
import { lacking } from "./lacking";

const consent = (state: PermitJson["state"], mayTransfer = true): PermitJson => ({ kind: "PERMIT_KIND_GUARDIAN_CONSENT", state, consent: { mayTransfer } });
const authorisation = (state: PermitJson["state"]): PermitJson => ({ kind: "PERMIT_KIND_SCHOOL_AUTHORISATION", state });

test.each<[string, CasePermissionsJson, string[]]>([
  ["nothing is there", { needed: true }, ["consentNone", "authorisationNone"]],
  ["the principal is asked", { needed: true, askings: [{}] }, ["consentNone", "authorisationAsked"]],
  ["the latest record counts", { needed: true, permits: [consent("PERMIT_STATE_WITHDRAWN"), consent("PERMIT_STATE_REPLACED"), authorisation("PERMIT_STATE_GIVEN")] }, ["consentWithdrawn"]],
  ["one refuses without being needed", { permits: [consent("PERMIT_STATE_REFUSED")] }, ["consentRefused"]],
  ["a consent has ended", { needed: true, permits: [consent("PERMIT_STATE_EXPIRED"), authorisation("PERMIT_STATE_REFUSED")] }, ["consentExpired", "authorisationRefused"]],
  ["a consent is too narrow", { needed: true, uncovered: ["ACTOR_VALTERI"], permits: [consent("PERMIT_STATE_GIVEN"), authorisation("PERMIT_STATE_WITHDRAWN")] }, ["consentNarrow", "authorisationWithdrawn"]],
  ["nothing may be passed on", { needed: true, permits: [consent("PERMIT_STATE_GIVEN", false), authorisation("PERMIT_STATE_GIVEN")] }, ["consentNarrow"]],
])("%s", (_, found, want) => {
  expect(lacking(found)).toEqual(want);
});
