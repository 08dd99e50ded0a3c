import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { asked, serve, show } from "../testing/render";
import OfferDialog from "./OfferDialog";

afterEach(cleanup);

const assignment: AssignmentJson = { id: "a1", unitId: "u1", role: "ROLE_LEAD", state: "STATE_HELD", holderId: "p1" };
const item: CaseJson = { id: "c1", etag: "3", phase: "PHASE_IN_CONSULTATION", assignments: [assignment] };
const unit = { actor: "ACTOR_VALTERI", takesLeads: true };
const away = { unitId: "u1", fromDate: "2026-12-01", toDate: "2026-12-09", substituteId: "p2" };
const Dialogs = () => {
  const shared = { item, assignment, opener: { current: null }, onClose: () => undefined };
  return (
    <>
      <OfferDialog {...shared} to="colleague" />
      <OfferDialog {...shared} to="lead" />
    </>
  );
};
const notes = () => screen.findAllByRole<HTMLTextAreaElement>("textbox", { name: /^Siirtoviesti/ });

function answer(reads: { questions: boolean; others: boolean }) {
  serve(({ path }) => {
    if (path.endsWith("/questions")) return reads.questions ? { body: { questions: [{ dueDate: "2026-12-09" }] } } : { status: 500, body: { status: 500 } };
    if (path.endsWith("/advice")) return { body: {} };
    if (path.endsWith("/candidates")) return { body: { candidates: reads.others ? ["p2", "p3", "p4"].map((personId) => ({ personId, name: personId })) : [] } };
    if (path === "/v1/units/u1/staff") return { body: { experts: [{ personId: "p1", absences: [away, { ...away, substituteId: "p3", forGood: true }] }] } };
    if (path === "/v1/units") return { body: { units: reads.others ? [{ ...unit, id: "u2", nameFi: "Elmeri" }] : [] } };
    if (path === "/v1/actors") return { body: { actors: [unit] } };
    return undefined;
  });
}

test("no note is begun from a case that could not be read, until it can", async () => {
  const reads = { questions: false, others: true };
  answer(reads);
  await show(Dialogs);
  const again = await screen.findAllByRole("button", { name: "Yritä uudelleen" });
  expect(screen.queryByText(/ei mitään/)).toBeNull();
  expect(screen.queryByRole("textbox")).toBeNull();
  reads.questions = true;
  again.slice(0, 1).forEach((button) => fireEvent.click(button));
  const [note] = await notes();
  expect(note?.value).toContain("koulun vastausta kysymykseen");
});

test("what is written to a colleague is not written to another unit", async () => {
  answer({ questions: true, others: true });
  await show(Dialogs);
  const [colleague, other] = await notes();
  if (!colleague || !other) throw new Error("two dialogs");
  fireEvent.change(colleague, { target: { value: "Meidän kesken" } });
  cleanup();
  const kept = Object.entries(sessionStorage).filter(([, text]) => text === "Meidän kesken");
  expect(kept.map(([name]) => name)).toEqual(["vaatu.text.case.c1.handOver.a1.colleague"]);
});

test("where nobody can be offered it, it is said whether a colleague or a unit is missing", async () => {
  answer({ questions: true, others: false });
  await show(Dialogs);
  await screen.findByText("Yksikössä ei ole nyt muita asiantuntijoita.");
  await screen.findByText("Mikään muu yksikkö ei nyt ota päävastuuta.");
});

test("of one case it is said that it stays with the substitute, where what they take over is returned", async () => {
  answer({ questions: true, others: true });
  await show(() => <OfferDialog item={item} assignment={assignment} opener={{ current: null }} onClose={() => undefined} to="colleague" />);
  const who = await screen.findByRole("combobox", { name: "Kollega" });
  const forGood = () => screen.queryByRole("checkbox", { name: /^Tapaus jää saajalle pysyvästi/ });
  for (const [receiver, lent] of [["p3", false], ["p4", false], ["p2", true]] as const) {
    fireEvent.change(who, { target: { value: receiver } });
    await waitFor(() => expect(forGood() !== null).toBe(lent));
  }
  fireEvent.click(screen.getByRole("checkbox"));
  fireEvent.click(screen.getByRole("button", { name: "Lähetä tarjous" }));
  await waitFor(() => expect(asked.find(({ path }) => path.endsWith(":offer"))?.body).toMatchObject({ personId: "p2", forGood: true }));
});
