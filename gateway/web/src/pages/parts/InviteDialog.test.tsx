import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, expect, test } from "vitest";
import { typedDate } from "../../i18n/formatting";
import { daysToAnswer, inDays } from "../case/DueDate";
import { asked, serve, show } from "../testing/render";
import InviteDialog from "./InviteDialog";

afterEach(cleanup);

const unit = { id: "u1", nameFi: "Mikael", actor: "ACTOR_VALTERI" };

async function open(units: () => object[], kept: Record<string, string> = {}) {
  serve(({ path }) => ({ body: path.startsWith("/v1/units") ? { units: units() } : path.startsWith("/v1/actors") ? { actors: [{ actor: "ACTOR_VALTERI" }] } : {} }));
  await show(() => <InviteDialog item={{ id: "c1", etag: "1" }} opener={createRef()} onClose={() => undefined} />, "/", "/", kept);
  await screen.findByRole("option", { name: /Mikael/ });
}

const send = () => fireEvent.click(screen.getByRole("button", { name: "Lähetä kutsu" }));

test("an empty invitation leads to the first field that lacks something", async () => {
  await open(() => [unit]);
  send();
  await waitFor(() => expect(document.activeElement?.tagName).toBe("SELECT"));
  fireEvent.change(document.activeElement as HTMLElement, { target: { value: (await screen.findByRole<HTMLOptionElement>("option", { name: /Mikael/ })).value } });
  send();
  await waitFor(() => expect(document.activeElement?.tagName).toBe("TEXTAREA"));
});

test("what is held back of the request outlives a sign-in as the question does", async () => {
  await open(() => [unit]);
  fireEvent.change(screen.getByRole("combobox"), { target: { value: "u1" } });
  fireEvent.change(screen.getByRole("textbox", { name: /^Mitä kysyt/ }), { target: { value: "Mitä kokeilla?" } });
  const [section] = screen.getAllByRole("checkbox");
  fireEvent.click(section as HTMLElement);
  const kept = { ...sessionStorage };
  cleanup();
  await open(() => [unit], kept);
  expect((screen.getAllByRole("checkbox")[0] as HTMLInputElement).checked).toBe(false);
  send();
  await waitFor(() => expect(asked.find(({ path }) => path.endsWith(":invite"))?.body).toMatchObject({ unitId: "u1", question: "Mitä kokeilla?" }));
  expect((asked.find(({ path }) => path.endsWith(":invite"))?.body as { hidden: string[] }).hidden).toHaveLength(1);
});

test("a unit that has ended meanwhile is asked for anew", async () => {
  let units: object[] = [unit];
  await open(() => units);
  fireEvent.change(screen.getByRole("combobox"), { target: { value: "u1" } });
  fireEvent.change(screen.getByRole("textbox", { name: /^Mitä kysyt/ }), { target: { value: "Mitä kokeilla?" } });
  const kept = { ...sessionStorage };
  cleanup();
  units = [{ ...unit, id: "u2" }];
  await open(() => units, kept);
  send();
  await screen.findByText("Valitse yksikkö.");
});

test("a day that the service would refuse as too far ahead is refused at its field, which says the last one", async () => {
  await open(() => [unit]);
  fireEvent.change(screen.getByRole("combobox"), { target: { value: "u1" } });
  fireEvent.change(screen.getByRole("textbox", { name: /^Mitä kysyt/ }), { target: { value: "Mitä kokeilla?" } });
  const [last, far] = [typedDate(inDays(daysToAnswer)), typedDate(inDays(daysToAnswer + 1))];
  const day = screen.getByRole("textbox", { name: /^Osuus valmiina/ });
  expect(screen.getByText(`Muodossa pp.kk.vvvv, viimeistään ${last}`)).toBeTruthy();
  fireEvent.change(day, { target: { value: far } });
  send();
  await screen.findByText(`Anna päivä muodossa pp.kk.vvvv, aikaisintaan tänään ja viimeistään ${last}.`);
  expect(asked.some(({ path }) => path.endsWith(":invite"))).toBe(false);
  fireEvent.change(day, { target: { value: last } });
  send();
  await waitFor(() => expect(asked.find(({ path }) => path.endsWith(":invite"))?.body).toMatchObject({ dueDate: inDays(daysToAnswer) }));
});
