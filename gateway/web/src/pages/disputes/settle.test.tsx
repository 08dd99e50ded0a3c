import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { asked, serve, show, type Answer } from "../testing/render";
import TriagePage from "../TriagePage";

afterEach(cleanup);

const item = (etag: string, createTime = "2026-12-01T08:42:00Z") => ({
  etag,
  card: { caseId: "c1", number: "26-0001", needs: ["NEED_VISION"] },
  dispute: { createTime, reason: "Tarve on näkö.", author: { unitNameFi: "Elmeri" }, proposedUnitId: "u2", proposedUnitNameFi: "Elmeri", clock: { dueDate: "2026-12-04" } },
  assignments: [
    { id: "a1", unitId: "u1", unitNameFi: "Valteri", role: "ROLE_LEAD", state: "STATE_HELD" },
    { id: "a2", unitId: "u2", unitNameFi: "Elmeri", role: "ROLE_PARTNER", state: "STATE_HELD" },
    { id: "a3", unitId: "u3", unitNameFi: "Koulukoti", role: "ROLE_PARTNER", state: "STATE_WAITING" },
  ],
});
const units = ["u1", "u2"].map((id) => ({ id, actor: "ACTOR_VALTERI", takesLeads: true }));

/** triage serves one dispute until it is settled, or until the test says that it is another or none. */
function triage(post: () => Answer = () => ({ body: { id: "c1" } })) {
  const world: { items: object[] } = { items: [item("4")] };
  serve(({ method, path }) => {
    if (path.startsWith("/v1/disputes")) return { body: { items: world.items } };
    if (path.startsWith("/v1/units")) return { body: { units: [...units, { id: "u3", actor: "ACTOR_VALTERI" }] } };
    if (path.startsWith("/v1/actors")) return { body: { actors: [{ actor: "ACTOR_VALTERI", takesLeads: true }] } };
    if (method !== "POST") return { body: {} };
    const answer = post();
    if (!answer.status) world.items = [];
    return answer;
  });
  return world;
}

const posted = () => asked.filter((a) => a.path === "/v1/cases/c1:settleDispute");
const open = async () => fireEvent.click(await screen.findByRole("button", { name: "Ratkaise erimielisyys: 26-0001" }));
const settle = () => fireEvent.click(screen.getByRole("button", { name: "Ratkaise" }));
const reason = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: /^Perustelu/ });
const comeBack = () => fireEvent(window, new Event("visibilitychange"));

test("coordination is told what follows, and says who leads with a reason", async () => {
  triage();
  await show(TriagePage, "/triage");
  await screen.findByText("Tarve on näkö.");
  screen.getByText("pe 4.12.2026");
  await open();
  await reason();
  settle();
  await screen.findByText("Valitse ratkaisu.");
  await waitFor(() => expect(screen.queryByRole("radio", { name: /Koulukoti/ })).toBeNull()); // it takes no leads
  fireEvent.click(screen.getByRole("radio", { name: "Päävastuu siirtyy: Elmeri (ehdotettu)" }));
  await screen.findByText(/^Uusi johtava yksikkö: Elmeri\..*eikä se näe tapausta enää: Valteri\./);
  settle();
  await screen.findByText("Kirjoita teksti.");
  expect(posted()).toEqual([]);
  fireEvent.change(await reason(), { target: { value: "Näkö on heidän." } });
  settle();
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe("26-0001: erimielisyys on ratkaistu."));
  expect(posted()[0]?.body).toEqual({ outcome: "DISPUTE_OUTCOME_MOVES", unitId: "u2", reason: "Näkö on heidän." });
  expect(posted()[0]?.headers.get("If-Match")).toBe('"4"');
  expect(screen.queryByText("Erimielisyydet päävastuusta")).toBeNull();
  expect(sessionStorage.length).toBe(0);
});

test.each([
  ["Valteri johtaa edelleen", "STAYS", /^Mikään muu ei muutu/],
  ["Koordinaatioryhmä etsii toisen yksikön", "TRIAGE", /^Tapaus siirtyy odottamaan vastaanottajaa/],
] as const)("%s", async (choice, outcome, after) => {
  triage();
  await show(TriagePage, "/triage");
  await open();
  fireEvent.change(await reason(), { target: { value: "Näin on hyvä." } });
  fireEvent.click(screen.getByRole("radio", { name: choice }));
  await screen.findByText(after);
  settle();
  await waitFor(() => expect(posted()[0]?.body).toEqual({ outcome: `DISPUTE_OUTCOME_${outcome}`, reason: "Näin on hyvä." }));
});

test("a reason that is locked is said to be, and the dispute is settled all the same", async () => {
  const world = triage();
  const { reason: _, ...dispute } = item("4").dispute;
  world.items = [{ ...item("4"), dispute }];
  await show(TriagePage, "/triage");
  await screen.findByText("Syy on lukittu, koska lupa puuttuu.");
  await open();
  await reason();
});

test("after a change of the case the settlement goes out with what is true now", async () => {
  const answers: Answer[] = [{ status: 412, body: { status: 412, reason: "ETAG_STALE" } }, { body: { id: "c1" } }];
  const world = triage(() => answers.shift() as Answer);
  await show(TriagePage, "/triage");
  await open();
  fireEvent.change(await reason(), { target: { value: "Näin on hyvä." } });
  fireEvent.click(screen.getByRole("radio", { name: "Valteri johtaa edelleen" }));
  world.items = [item("5")];
  settle();
  await screen.findByRole("alert");
  settle();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(posted().map((p) => p.headers.get("If-Match"))).toEqual(['"4"', '"5"']);
});

test.each([
  ["is settled by another", []],
  ["is taken back and raised anew", [item("6", "2026-12-02T08:42:00Z")]],
])("the dialog of a dispute that %s keeps its text and settles nothing", async (_, items) => {
  const world = triage();
  await show(TriagePage, "/triage");
  await open();
  fireEvent.change(await reason(), { target: { value: "Näin on hyvä." } });
  world.items = items;
  comeBack();
  await screen.findByText("Erimielisyyttä ei enää ole tai se muuttui sillä välin. Tekstisi on tallessa.");
  expect((await reason()).value).toBe("Näin on hyvä.");
  expect(screen.queryByRole("button", { name: "Ratkaise" })).toBeNull();
});
