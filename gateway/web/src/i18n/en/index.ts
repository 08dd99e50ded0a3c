// The English catalogue, one file a subject.
import type { Catalogue } from "../catalogue";
import accessibility from "./accessibility.json";
import advice from "./advice.json";
import after from "./after.json";
import attachments from "./attachments.json";
import audit from "./audit.json";
import caseTexts from "./case.json";
import caseload from "./caseload.json";
import cases from "./cases.json";
import check from "./check.json";
import checklist from "./checklist.json";
import codes from "./codes.json";
import common from "./common.json";
import disputes from "./disputes.json";
import drafts from "./drafts.json";
import ending from "./ending.json";
import errors from "./errors.json";
import events from "./events.json";
import form from "./form.json";
import glass from "./glass.json";
import grants from "./grants.json";
import leak from "./leak.json";
import parts from "./parts.json";
import help from "./help.json";
import permits from "./permits.json";
import privacy from "./privacy.json";
import queue from "./queue.json";
import rules from "./rules.json";
import signIn from "./signIn.json";
import similar from "./similar.json";
import staffing from "./staffing.json";
import start from "./start.json";
import triage from "./triage.json";

const catalogue = {
  accessibility,
  advice,
  after,
  attachments,
  audit,
  case: caseTexts,
  caseload,
  cases,
  check,
  checklist,
  codes,
  common,
  disputes,
  drafts,
  ending,
  errors,
  events,
  form,
  glass,
  grants,
  leak,
  parts,
  help,
  permits,
  privacy,
  queue,
  rules,
  signIn,
  similar,
  staffing,
  start,
  triage,
} satisfies Catalogue;

export default catalogue;
