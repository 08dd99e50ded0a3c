// What every language must have: the keys of the Finnish catalogue. A missing one fails the build.

import type fi from "./fi";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

export type Catalogue = Shape<typeof fi>;

export const namespaces = [
  "accessibility",
  "common",
  "codes",
  "start",
  "form",
  "after",
  "cases",
  "case",
  "queue",
  "advice",
  "caseload",
  "triage",
  "grants",
  "glass",
  "audit",
  "drafts",
  "errors",
  "permits",
  "checklist",
  "similar",
  "attachments",
] as const satisfies readonly (keyof Catalogue)[];
