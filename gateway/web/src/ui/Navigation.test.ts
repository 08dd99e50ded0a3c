import { expect, test } from "vitest";
import { entryOf } from "./Navigation";

const school = ["/", "/cases", "/drafts", "/checklist", "/permissions"];
const expert = ["/", "/queues/u1", "/queues/u2", "/my-cases"];
const head = [...expert, "/grants"];
const coordination = ["/", "/triage", "/routing", "/caseload"];
const auditor = ["/", "/audit"];

test.each<[path: string, entries: string[], entry: string | undefined]>([
  ["/", school, "/"],
  ["/cases", school, "/cases"],
  ["/cases/c1", school, "/cases"],
  ["/cases/c1/edit", school, "/cases"],
  ["/drafts/d1/check", school, "/drafts"],
  ["/permissions/c1", school, "/permissions"],
  ["/queues/u1", expert, "/queues/u1"],
  ["/queues/u2/plan", head, "/queues/u2"],
  ["/units/u2/staff", head, "/queues/u2"],
  ["/units/u3/staff", head, undefined],
  ["/cases", head, "/my-cases"],
  ["/cases/c1", expert, "/my-cases"],
  ["/cases/c1/advice", expert, "/my-cases"],
  ["/cases/c1", [...school, ...expert], "/cases"],
  ["/hand-overs/h1", expert, "/my-cases"],
  ["/grants/new", head, "/grants"],
  ["/plan", coordination, "/triage"],
  ["/routing/s1", coordination, "/routing"],
  ["/caseload/cases", coordination, "/caseload"],
  ["/cases/c1", coordination, "/caseload"],
  ["/break-glass", coordination, "/"],
  ["/audit/cases/c1", auditor, "/audit"],
  ["/cases/c1", auditor, undefined],
  ["/casesome", school, undefined],
  ["/settings", school, undefined],
  ["/constructor", school, undefined],
])("%s of %j belongs to %s", (path, entries, entry) => {
  expect(entryOf(path, entries)).toBe(entry);
});
