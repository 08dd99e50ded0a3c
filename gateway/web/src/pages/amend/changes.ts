// What a school has changed of its filed request: fields that differ, kept in this tab until they are saved.

import type { CaseJson, RequestJson, RoutingJson } from "../../api/types";
import { keepText, keptText } from "../../ui/keptText";
import { questions, textFields, type Field, type Question } from "../form/answers";

const nameOf = (caseId: string) => `amend.${caseId}`;

/** amendable are the questions that are answered anew: permissions and files have ways of their own. */
export const amendable = questions.filter((q) => q.id !== "permissions" && q.id !== "files");

const fields = amendable.flatMap((q) => q.fields);

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** changedFields answers the fields in which a request differs from the filed one. */
export function changedFields(filed: RequestJson, own: RequestJson): RequestJson {
  return Object.fromEntries(fields.filter((f) => !same(filed[f], own[f])).map((f) => [f, own[f]])) as RequestJson;
}

/** changedQuestions answers the questions whose answer has changed, in the form's order. */
export function changedQuestions(filed: RequestJson, own: RequestJson): Question[] {
  return amendable.filter((q) => q.fields.some((f: Field) => !same(filed[f], own[f])));
}

/** keepChanges keeps what has been changed; nothing is forgotten. */
export function keepChanges(caseId: string, changes: RequestJson): void {
  const changed = Object.keys(changes).length > 0;
  keepText(nameOf(caseId), changed ? JSON.stringify(changes, (_, value: unknown) => value ?? null) : "");
}

/** keptChanges answers what was kept. */
export function keptChanges(caseId: string): RequestJson {
  try {
    const kept = JSON.parse(keptText(nameOf(caseId)) || "{}") as Record<string, unknown>;
    return Object.fromEntries(Object.entries(kept).map(([f, value]) => [f, value ?? undefined])) as RequestJson;
  } catch {
    return {};
  }
}

/** byPerson are the reasons for which a person will choose, whatever the new answers are. */
const byPerson = ["TRIAGE_REASON_DECLINE", "TRIAGE_REASON_DISPUTE", "TRIAGE_REASON_UNIT_CLOSED"];

/** staysPut tells whether new answers move the request nowhere: a person has chosen the unit, or will. */
export function staysPut(item: CaseJson): boolean {
  return item.routing?.overridden === true || byPerson.includes(item.routing?.triageReason ?? "");
}

/** moves tells whether a routing leads to another unit than the one that has the request. */
export function moves(item: CaseJson, routing: RoutingJson): boolean {
  return !staysPut(item) && (item.routing?.unitId ?? "") !== (routing.unitId ?? "");
}

/** moveToMessage puts the changed texts into the message box of the case: the request itself takes them no more. */
export function moveToMessage(caseId: string, changes: RequestJson, titleOf: (field: (typeof textFields)[number]) => string): void {
  const name = `case.${caseId}.message`;
  const texts = textFields.filter((f) => changes[f]).map((f) => `${titleOf(f)}\n${changes[f] ?? ""}`);
  keepText(name, [keptText(name), ...texts].filter((text) => text !== "").join("\n\n"));
  keepChanges(caseId, {});
}
