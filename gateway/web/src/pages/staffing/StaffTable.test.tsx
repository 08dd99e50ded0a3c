import { useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { ExpertJson } from "../../api/types";
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
    if (!path.endsWith(":keep")) return undefined;
    if (headers.get("If-Match") !== `"${world.stored.etag}"`) return { status: 412, body: { status: 412, reason: "ETAG_STALE" } };
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
    await press("Hylkää muutokset");
    await waitFor(async () => expect((await screen.findByRole<HTMLInputElement>("textbox", { name: field })).value).not.toBe(value));
    await press("Takaisin");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  }
  expect(sessionStorage.length).toBe(0);
  expect(kept()).toEqual([]);
});
