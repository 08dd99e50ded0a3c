import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import CasePage from "./CasePage";
import { asked, serve, show } from "./testing/render";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const me = { id: "p1", grants: [{ role: "ROLE_REQUESTER", schoolId: "s1" }] };
const advised = (etag: string) => ({
  id: "c1",
  number: "26-0001",
  schoolId: "s1",
  etag,
  phase: "PHASE_ADVISED",
  allowedActions: ["ACTION_ACKNOWLEDGE"],
});
const revision = (n: number) => ({ id: `r${n}`, revision: n, publishTime: "2026-12-01T08:42:00Z", advice: { summary: `Neuvo ${n}` } });
const confirm = { name: "Kuittaa luetuksi" };

test("the school is asked to confirm only the advice that stands on its page", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let item: object = { ...advised("1"), phase: "PHASE_IN_CONSULTATION", allowedActions: [] };
  let advice: object[] = [];
  let answers = true;
  serve(({ path }) => {
    if (path === "/v1/me") return { body: me };
    if (path === "/v1/cases/c1") return { body: item };
    if (path.endsWith("/advice")) return answers ? { body: { advice } } : { status: 503, body: { status: 503 } };
    return { body: {} };
  });
  await show(CasePage, "/cases/$caseId", "/cases/c1");
  await screen.findByText("Suosituksia ei ole julkaistu.");

  [item, advice] = [advised("2"), [revision(1)]];
  await act(() => vi.advanceTimersByTimeAsync(16_000));
  await screen.findByRole("button", confirm);
  expect(screen.queryByText("Neuvo 1")).not.toBeNull();

  [item, advice, answers] = [advised("3"), [revision(2), revision(1)], false];
  await act(() => vi.advanceTimersByTimeAsync(16_000));
  expect(screen.queryByRole("button", confirm)).toBeNull();

  answers = true;
  screen.getByRole("button", { name: "Yritä uudelleen" }).click();
  await screen.findByText("Neuvo 2");
  await screen.findByRole("button", confirm);
});

test("closing while one's own confirmation is on its way is no change by somebody else", async () => {
  let acknowledge: (answer: { body: object }) => void = () => undefined;
  serve(({ path, method }) => {
    if (path === "/v1/me") return { body: me };
    if (path.endsWith(":acknowledge")) return new Promise((answer) => (acknowledge = answer));
    if (path === "/v1/cases/c1" && method === "GET") return { body: { ...advised("1"), allowedActions: ["ACTION_ACKNOWLEDGE", "ACTION_CLOSE"] } };
    if (path.endsWith("/advice")) return { body: { advice: [revision(1)] } };
    return { body: {} };
  });
  await show(CasePage, "/cases/$caseId", "/cases/c1");
  const acknowledged = await screen.findByRole("button", confirm);
  fireEvent.click(screen.getByRole("button", { name: "Päätä konsultaatio" }));
  fireEvent.click(await screen.findByLabelText("Uusi suunnitelma"));
  fireEvent.click(acknowledged);
  fireEvent.click(screen.getByRole("button", { name: "Päätä konsultaatio" }));
  const closings = () => asked.filter((a) => a.path.endsWith(":close"));
  await waitFor(() => expect(asked.some((a) => a.path.endsWith(":acknowledge"))).toBe(true));
  expect(closings()).toEqual([]);
  acknowledge({ body: advised("2") });
  await waitFor(() => expect(closings()).toHaveLength(1));
  expect(closings()[0]?.headers.get("If-Match")).toBe('"2"');
});

test("the permissions of a case are asked for when the case has changed, not by the clock", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let item: object = advised("1");
  serve(({ path }) => {
    if (path === "/v1/me") return { body: me };
    if (path === "/v1/cases/c1") return { body: item };
    return { body: {} };
  });
  const reads = () => asked.filter((a) => a.path === "/v1/cases/c1/permissions").length;
  await show(CasePage, "/cases/$caseId", "/cases/c1");
  await screen.findByRole("heading", { name: "Luvat" });
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(reads()).toBe(1);
  item = advised("2");
  await act(() => vi.advanceTimersByTimeAsync(16_000));
  expect(reads()).toBe(2);
});

test("who holds a partner's part is told how to answer what it is asked, and once the unit leads nothing is asked", async () => {
  const part = { id: "a1", unitId: "u1", state: "STATE_HELD", holderId: "p1", invitation: "Mitä ehdotatte?", due: "2026-12-04" };
  for (const role of ["ROLE_PARTNER", "ROLE_LEAD"]) {
    serve(({ path }) => {
      if (path === "/v1/me") return { body: { id: "p1", grants: [{ role: "ROLE_EXPERT", unitId: "u1" }] } };
      if (path === "/v1/cases/c1") return { body: { ...advised("1"), phase: "PHASE_IN_CONSULTATION", allowedActions: [], assignments: [{ ...part, role }] } };
      return { body: {} };
    });
    await show(CasePage, "/cases/$caseId", "/cases/c1");
    await screen.findByRole("heading", { name: "Osalliset" });
    if (role === "ROLE_PARTNER") await screen.findByText(/^Vastaa näin: /);
    await waitFor(() => expect(screen.queryByText("Mitä ehdotatte?") !== null).toBe(role === "ROLE_PARTNER"));
    cleanup();
  }
});

test("a school is told who leads now, and not who did; of a request that it has withdrawn, where it was", async () => {
  const led = { id: "a1", role: "ROLE_LEAD", state: "STATE_CANCELLED", unitNameFi: "Valteri" };
  const leads = { id: "a2", role: "ROLE_LEAD", state: "STATE_HELD", unitNameFi: "Elmeri" };
  for (const [phase, assignments, shown] of [
    ["PHASE_IN_CONSULTATION", [led, leads], ["Elmeri"]],
    ["PHASE_WITHDRAWN", [led], ["Valteri"]],
  ] as const) {
    serve(({ path }) => {
      if (path === "/v1/me") return { body: me };
      if (path === "/v1/cases/c1") return { body: { ...advised("1"), phase, allowedActions: [], assignments } };
      return { body: {} };
    });
    await show(CasePage, "/cases/$caseId", "/cases/c1");
    await screen.findByRole("heading", { name: "Osalliset" });
    const units = () => [...document.querySelectorAll(".vaatu-part strong")].map((unit) => unit.textContent);
    await waitFor(() => expect(units()).toEqual(shown)); // whose side it is comes with who is there
    expect(screen.queryByText(/Päättynyt/) !== null).toBe(phase === "PHASE_WITHDRAWN");
    cleanup();
  }
});
