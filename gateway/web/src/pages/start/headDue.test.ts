import { expect, test } from "vitest";
import { dueOfAbsent, dueOfQueue } from "./headDue";

const grant = { unitId: "u1" };
const absence = { unitId: "u1", fromDate: "2026-12-01", toDate: "2026-12-09" };

test("who is away today in the unit, with parts that nobody is offered, is due from its head", () => {
  const due = (absences: object[], notOffered: number, today = "2026-12-09") =>
    dueOfAbsent(grant, [{ name: "Vappu", absences, notOffered }], today).map((d) => [d.name, d.count]);
  expect(due([absence], 2)).toEqual([["Vappu", 2]]);
  expect(due([absence], 0)).toEqual([]);
  expect(due([absence], 2, "2026-11-30")).toEqual([]);
  expect(due([absence], 2, "2026-12-10")).toEqual([]);
  expect(due([{ ...absence, unitId: "u2" }], 2)).toEqual([]);
});

test("what is late in the queue is due from the head, and what is due today or waits is not", () => {
  const part = (dueDate?: string) => ({ card: { clock: { dueDate } } });
  expect(dueOfQueue(grant, { assignments: [part("2026-12-08"), part("2026-12-09"), part()] }, "2026-12-09")).toEqual([{ grant, count: 1 }]);
  expect(dueOfQueue(grant, {}, "2026-12-09")).toEqual([]);
});
