import { useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { AbsenceJson, ExpertJson } from "../../api/types";
import { todayInHelsinki, typedDate } from "../../i18n/formatting";
import { asked, serve, show } from "../testing/render";
import { staffQuery } from "./queries";
import { StaffTable } from "./StaffTable";

afterEach(cleanup);

const ville: ExpertJson = {
  personId: "p1", name: "Ville", told: true, mayKeep: true, etag: "2", weeklyHours: 10, mostCases: 5, needs: ["NEED_AUTISM"], languages: ["fi"],
};

function Table() {
  const { data } = useQuery(staffQuery("u1"));
  return <StaffTable experts={data?.experts ?? []} unitId="u1" />;
}

/** Kept in the service; whoever writes over what they have not seen is refused. */
function served(): { stored: ExpertJson } {
  const world = { stored: ville };
  serve(({ path, headers }) => {
    if (path.endsWith("/staff")) return { body: { experts: [world.stored] } };
    const stale = (etag = "") => headers.get("If-Match") !== `"${etag}"` && { status: 412, body: { status: 412, reason: "ETAG_STALE" } };
    if (path.endsWith(":change")) return stale(world.stored.absences?.[0]?.etag) || { body: {} };
    if (!path.endsWith(":keep")) return undefined;
    const refused = stale(world.stored.etag);
    if (refused) return refused;
    world.stored = { ...world.stored, etag: String(Number(world.stored.etag) + 1) };
    return { body: {} };
  });
  return world;
}

const hours = () => screen.findByRole<HTMLInputElement>("textbox", { name: /^Tunteja viikossa/ });
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));
const kept = () => asked.filter(({ path }) => path.endsWith(":keep"));

test("who would write over what somebody else has told is shown it, and keeps what they chose", async () => {
  const world = served();
  await show(Table);
  await press("Muokkaa: Ville");
  fireEvent.change(await hours(), { target: { value: "18" } });
  world.stored = { ...ville, etag: "3", weeklyHours: 33, mostCases: 7 };
  await press("Tallenna");
  await screen.findByText(/Tallennettuna on nyt: .*33 h viikossa, enintään 7/);
  expect((await hours()).value).toBe("18");
  expect(world.stored.etag).toBe("3");
  await press("Tallenna omat tilalle");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(kept().map(({ headers }) => headers.get("If-Match"))).toEqual(['"2"', '"3"']);
  expect(sessionStorage.length).toBe(0);
});

test("what is chosen is there when the dialog is opened again, until it is discarded", async () => {
  served();
  await show(Table);
  for (const [button, field, value] of [
    ["Muokkaa: Ville", /^Tunteja viikossa/, "18"],
    ["Lisää poissaolo: Ville", /^Viimeinen päivä/, "24.12.2030"],
  ] as const) {
    await press(button);
    fireEvent.change(await screen.findByRole("textbox", { name: field }), { target: { value } });
    await press("Takaisin");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await press(button);
    await waitFor(async () => expect((await screen.findByRole<HTMLInputElement>("textbox", { name: field })).value).toBe(value));
    (await screen.findByRole("button", { name: "Hylkää muutokset" })).focus();
    await press("Hylkää muutokset");
    expect(document.activeElement?.closest('[role="dialog"]')).not.toBeNull();
    await waitFor(async () => expect((await screen.findByRole<HTMLInputElement>("textbox", { name: field })).value).not.toBe(value));
    await press("Takaisin");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  }
  expect(sessionStorage.length).toBe(0);
  expect(kept()).toEqual([]);
});

const away: AbsenceJson = { id: "a1", unitId: "u1", fromDate: "2020-01-01", toDate: "2030-12-20", etag: "1" };
const lastDay = () => screen.findByRole<HTMLInputElement>("textbox", { name: /^Viimeinen päivä/ });
const changes = () => asked.filter(({ path }) => path.endsWith(":change"));

test("an absence that somebody has changed meanwhile is shown as it is now, and can be given another last day all the same", async () => {
  const world = served();
  world.stored = { ...ville, absences: [away] };
  await show(Table);
  await press(/^Muuta poissaoloa/);
  fireEvent.change(await lastDay(), { target: { value: "24.12.2030" } });
  world.stored = { ...ville, absences: [{ ...away, toDate: "2030-12-27", etag: "2" }] };
  await press("Tallenna poissaolo");
  await screen.findByText(/Tallennettuna on nyt: .*27\.12\.2030/);
  expect((await lastDay()).value).toBe("24.12.2030");
  await press("Tallenna omat tilalle");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(changes().map(({ headers }) => headers.get("If-Match"))).toEqual(['"1"', '"2"']);
});

test("an absence that has begun ends today at the earliest", async () => {
  const world = served();
  world.stored = { ...ville, absences: [away] };
  await show(Table);
  await press(/^Muuta poissaoloa/);
  fireEvent.change(await lastDay(), { target: { value: "2.1.2020" } });
  await press("Tallenna poissaolo");
  await screen.findByText(`Kirjoita päivä muodossa 1.12.2026, aikaisintaan ${typedDate(todayInHelsinki())}.`);
  expect(changes()).toEqual([]);
});

test("who takes an absence away is told what follows of it, and nothing else", async () => {
  const substitute = { substituteId: "p2", substituteName: "Aino" };
  for (const [absence, now, returned] of [
    [away, true, true],
    [{ ...away, fromDate: "2030-12-01" }, false, false],
    [{ ...away, ...substitute }, true, true],
    [{ ...away, ...substitute, forGood: true }, true, false],
    [{ ...away, ...substitute, fromDate: "2030-12-01" }, false, true],
  ] as const) {
    const world = served();
    world.stored = { ...ville, absences: [absence] };
    await show(Table);
    await press(/^Poista poissaolo/);
    await screen.findByRole("heading", { name: "Poistetaanko poissaolo?" });
    screen.getByText(/Poissaolo: Ville/);
    expect(screen.queryByText("Poissaolo päättyy heti.") !== null).toBe(now);
    expect(screen.queryByText(/pyydetään palauttamaan/) !== null).toBe(returned);
    cleanup();
  }
});

test("a warning moves the window when it comes, and not at every letter", async () => {
  const world = served();
  const moved = vi.fn();
  Element.prototype.scrollIntoView = moved;
  await show(Table);
  await press("Muokkaa: Ville");
  fireEvent.change(await hours(), { target: { value: "18" } });
  world.stored = { ...ville, etag: "3" };
  await press("Tallenna");
  await screen.findByText(/Tallennettuna on nyt/);
  const before = moved.mock.calls.length;
  expect(before).toBeGreaterThan(0);
  for (const value of ["19", "20"]) fireEvent.change(await hours(), { target: { value } });
  expect(moved.mock.calls.length).toBe(before);
});

test("the cases of somebody away that nobody is offered are led to for whoever is told which", async () => {
  const world = served();
  for (const [notOfferedCases, links] of [[[{ caseId: "c1", number: "26-0001" }], ["/cases/c1"]], [undefined, []]] as const) {
    world.stored = { ...ville, absences: [away], notOffered: 1, ...(notOfferedCases && { notOfferedCases: [...notOfferedCases] }) };
    await show(Table);
    await screen.findByText("1 tapaus, jota ei ole tarjottu kenellekään");
    expect(screen.queryAllByRole("link").map((l) => l.getAttribute("href"))).toEqual(links);
    cleanup();
  }
});
