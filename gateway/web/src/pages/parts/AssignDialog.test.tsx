import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { AssignmentJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";
import { asked, serve, show } from "../testing/render";
import AssignDialog from "./AssignDialog";

afterEach(cleanup);

const part: AssignmentJson = { id: "a1", unitId: "u1", role: "ROLE_LEAD", state: "STATE_HELD", holderId: "p1", holderName: "Eeva" };

test.each([
  [{}, "p3"],
  [{ refusal: "FIT_REFUSAL_NO_COMPETENCE" }, ""],
  [{ overLimit: true }, ""],
])("the substitute of whoever is away stands first and marked, and is chosen where nothing stands against them: %j", async (against, chosen) => {
  serve(({ path }) => {
    if (path.endsWith("/candidates")) return { body: { candidates: [{ personId: "p2", name: "Vappu", told: true }, { personId: "p3", name: "Ville", told: true, ...against }] } };
    if (path.endsWith("/staff")) return { body: { experts: [{ personId: "p1", absences: [{ unitId: "u1", fromDate: todayInHelsinki(), toDate: "2999-02-01", substituteId: "p3" }] }] } };
    return undefined;
  });
  await show(() => <AssignDialog item={{ id: "c1" }} assignment={part} opener={{ current: null }} onClose={() => undefined} />);
  await screen.findByRole("option", { name: /^Ville, sijainen/ });
  const options = screen.getAllByRole<HTMLOptionElement>("option").map((o) => o.value);
  expect([options, screen.getByRole<HTMLSelectElement>("combobox").value]).toEqual([["", "p3", "p2"], chosen]);
});

test.each([
  [todayInHelsinki(), "u1", {}, true],
  [todayInHelsinki(), "u2", {}, true],
  [todayInHelsinki(), "u1", { forGood: true }, false],
  ["2999-01-01", "u1", {}, false],
])("what somebody holds who is away from %s in %s is given for the time of the absence, or for good: %j", async (fromDate, unitId, said, lent) => {
  serve(({ path }) => {
    if (path.endsWith("/candidates")) return { body: { candidates: [{ personId: "p2", name: "Vappu", told: true }] } };
    if (path.endsWith("/staff")) return { body: { experts: [{ personId: "p1", absences: [{ unitId, fromDate, toDate: "2999-02-01", ...said }] }] } };
    return undefined;
  });
  await show(() => <AssignDialog item={{ id: "c1" }} assignment={part} opener={{ current: null }} onClose={() => undefined} />);
  await screen.findByRole("option", { name: /Vappu/ });
  fireEvent.change(screen.getByRole("combobox"), { target: { value: "p2" } });
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "Sairastui." } });
  await waitFor(() => expect(screen.queryAllByRole("checkbox")).toHaveLength(lent ? 1 : 0));
  screen.queryAllByRole("checkbox").forEach((box) => fireEvent.click(box));
  fireEvent.click(screen.getByRole("button", { name: "Anna tapaus" }));
  const sent = () => asked.find(({ path }) => path.endsWith(":assign"))?.body;
  await waitFor(() => expect(sent()).toEqual({ personId: "p2", reason: "Sairastui.", ...(lent && { forGood: true }) }));
});
