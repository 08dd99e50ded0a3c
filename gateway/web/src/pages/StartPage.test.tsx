import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import StartPage from "./StartPage";
import { serve, show } from "./testing/render";

afterEach(cleanup);

/** paged answers one item a page, whatever the size asked for. */
function paged(path: string, name: string, items: readonly object[]): { body: object } {
  const at = Number(new URL(path, "http://vaatu").searchParams.get("pageToken") || 0);
  return { body: { [name]: items.slice(at, at + 1), ...(at + 1 < items.length ? { nextPageToken: String(at + 1) } : {}) } };
}

const card = (n: number, phase: string) => ({ caseId: `c${n}`, number: `26-000${n}`, phase, waitingSince: `2026-11-0${n}T08:00:00Z` });

test("all that a school must do is on its start page, follow-up too, however many pages it fills", async () => {
  const cards = [card(1, "PHASE_ADVISED"), card(2, "PHASE_ADVISED"), card(3, "PHASE_FOLLOW_UP")];
  const drafts = [1, 2, 3, 4].map((n) => ({ id: `d${n}` }));
  serve(({ path }) => {
    if (path === "/v1/me") return { body: { id: "p1", grants: [{ role: "ROLE_REQUESTER", schoolId: "s1" }] } };
    if (path.startsWith("/v1/drafts")) return paged(path, "drafts", drafts);
    const phase = new URL(path, "http://vaatu").searchParams.get("phase");
    return paged(path, "cases", cards.filter((c) => c.phase === phase));
  });
  await show(StartPage);
  const list = await screen.findByRole("list", { name: "Sinua odottavat asiat" });
  expect(within(list).getAllByRole("link").map((l) => l.getAttribute("aria-label"))).toEqual([
    "Lue: 26-0001",
    "Lue: 26-0002",
    "Avaa: 26-0003",
  ]);
  await screen.findByText(/^Kaikki luonnokset.*\(4\)$/);
});

test("a coordinator is led to the card of the case itself, and told which day has passed", async () => {
  const late = { card: { ...card(1, "PHASE_TRIAGE"), clock: { dueDate: "2026-01-05" } } };
  const coming = { card: card(2, "PHASE_IN_PROGRESS"), dispute: { clock: { dueDate: "2999-12-04" } } };
  serve(({ path }) => {
    if (path === "/v1/me") return { body: { id: "p1", grants: [{ role: "ROLE_COORDINATOR" }] } };
    if (path.startsWith("/v1/triage")) return { body: { items: [late] } };
    if (path.startsWith("/v1/disputes")) return { body: { items: [coming] } };
    return { body: {} };
  });
  await show(StartPage);
  const list = await screen.findByRole("list", { name: "Sinua odottavat asiat" });
  expect(within(list).getAllByRole("link").map((l) => l.getAttribute("href"))).toEqual(["/triage#case-c1", "/triage#case-c2"]);
  within(list).getByText(/^Määräpäivä .*5\.1\.2026, ylittynyt$/);
  within(list).getByText(/Määräpäivä .*4\.12\.2999$/);
});

test("a principal sees a permission that waits once, and is not told that nothing waits", async () => {
  serve(({ path }) => {
    if (path === "/v1/me") return { body: { id: "p1", grants: [{ role: "ROLE_PRINCIPAL", schoolId: "s1" }] } };
    if (path.startsWith("/v1/authorisations")) return { body: { waiting: 1, authorisations: [{ caseId: "c1", number: "26-0001" }] } };
    if (path.includes("phase=PHASE_AWAITING_PERMISSION")) return { body: { cases: [card(1, "PHASE_AWAITING_PERMISSION")] } };
    return { body: {} };
  });
  await show(StartPage);
  await screen.findByRole("heading", { name: "Luvat" });
  await waitFor(() => expect(document.querySelector(".vaatu-loading")).toBeNull());
  expect(screen.queryByText("Lupa puuttuu")).toBeNull();
  expect(screen.queryByText("Sinulta ei odoteta nyt mitään.")).toBeNull();
});

test("a head whose expert is away with cases that nobody is offered is not told that nothing waits, and is led to them", async () => {
  const away = { unitId: "u1", fromDate: "2020-01-01", toDate: "2999-01-01" };
  const late = { card: { clock: { dueDate: "2020-01-01" } } };
  for (const waits of [true, false]) {
    serve(({ path }) => {
      if (path === "/v1/me") return { body: { id: "p1", grants: [{ role: "ROLE_LEAD", unitId: "u1", unitNameFi: "Valteri" }] } };
      if (path.endsWith("/staff")) return { body: { experts: waits ? [{ name: "Vappu", absences: [away], notOffered: 2 }] : [] } };
      if (path.startsWith("/v1/queues/")) return { body: { assignments: waits ? [late] : [] } };
      return { body: {} };
    });
    await show(StartPage);
    if (waits) {
      const list = await screen.findByRole("list", { name: "Yksikön johtajaa odottavat asiat" });
      expect(within(list).getAllByRole("link").map((l) => l.getAttribute("href"))).toEqual(["/units/u1/staff", "/queues/u1"]);
      within(list).getByText("Jonossa on 1 myöhässä oleva pyyntö");
    } else {
      await screen.findByText("Sinulta ei odoteta nyt mitään.");
    }
    expect(screen.queryByText("Sinulta ei odoteta nyt mitään.") !== null).toBe(!waits);
    cleanup();
  }
});

test("where nothing is due the page leads on, by what the person does", async () => {
  const ways = [
    ["ROLE_REQUESTER", "/cases"],
    ["ROLE_EXPERT", "/queues/u1"],
    ["ROLE_COORDINATOR", "/caseload"],
  ];
  for (const [role, href] of ways) {
    serve(({ path }) => (path === "/v1/me" ? { body: { id: "p1", grants: [{ role, schoolId: "s1", unitId: "u1" }] } } : { body: {} }));
    await show(StartPage);
    const nothing = (await screen.findByText("Sinulta ei odoteta nyt mitään.")).closest("div");
    expect([...(nothing?.querySelectorAll("a") ?? [])].map((way) => way.getAttribute("href"))).toEqual([href]);
    cleanup();
  }
});
