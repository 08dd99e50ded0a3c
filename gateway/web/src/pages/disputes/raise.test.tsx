import { useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { caseQuery } from "../../api/queries";
import type { CaseJson } from "../../api/types";
import { asked, serve, show, type Answer } from "../testing/render";
import PartActions from "../parts/PartActions";
import DisputeNotice from "./DisputeNotice";

afterEach(cleanup);

const lead = { id: "a1", unitId: "u1", unitNameFi: "Valteri", role: "ROLE_LEAD", state: "STATE_HELD", holderId: "p1" } as const;
const partner = { id: "a2", unitId: "u2", unitNameFi: "Elmeri", role: "ROLE_PARTNER", state: "STATE_HELD", holderId: "p2" } as const;
const item: CaseJson = { id: "c1", etag: "3", phase: "PHASE_IN_CONSULTATION", assignments: [lead, partner], allowedActions: ["ACTION_DISPUTE"] };
const dispute = { author: { unitNameFi: "Elmeri", name: "Elina" }, createTime: "2026-12-01T08:42:00Z", reason: "Tarve on meidän.", etag: "6" };

function answer(post: () => Answer) {
  serve(({ method, path }) => {
    if (path === "/v1/me") return { body: { id: "p1", grants: [{ unitId: "u1" }] } };
    if (path === "/v1/cases/c1/events") return { body: { clocks: [{ goal: "GOAL_SETTLEMENT", dueDate: "2026-12-04" }] } };
    return method === "POST" ? post() : { body: {} };
  });
}

const posted = () => asked.filter((a) => a.path.startsWith("/v1/cases/c1:"));
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
const raise = "Vie erimielisyys koordinaation ratkaistavaksi";
const reason = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: /^Miksi johtavan/ });

const Parts = () => (
  <>
    <PartActions item={item} assignment={lead} />
    <PartActions item={item} assignment={partner} />
  </>
);

test("who holds a part refers a dispute with a reason and a proposal, and keeps what was typed", async () => {
  let lost = true;
  answer(() => (lost ? { status: 503, body: { status: 503, reason: "UNAVAILABLE" } } : { body: { id: "c1", etag: "4" } }));
  await show(Parts);
  await press(raise);
  fireEvent.change(await reason(), { target: { value: "Tarve on näkö." } });
  await press("Takaisin");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await press(raise);
  expect((await reason()).value).toBe("Tarve on näkö.");
  await press("Vie ratkaistavaksi");
  await screen.findByText("Valitse, mitä ehdotat.");
  expect(posted()).toEqual([]);
  expect(screen.queryByRole("radio", { name: "Valteri" })).toBeNull();
  fireEvent.click(screen.getByRole("radio", { name: "Elmeri" }));
  await press("Vie ratkaistavaksi");
  await screen.findByRole("alert");
  expect((await reason()).value).toBe("Tarve on näkö.");
  lost = false;
  await press("Vie ratkaistavaksi");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(posted().map(({ body }) => body)).toEqual(Array(2).fill({ reason: "Tarve on näkö.", proposedUnitId: "u2" }));
  expect(posted()[0]?.headers.get("If-Match")).toBe('"3"');
  expect(new Set(posted().map((p) => p.headers.get("Idempotency-Key"))).size).toBe(1);
  expect(sessionStorage.length).toBe(0);
});

test.each([
  ["another unit", "Elina", /^Asian voi viedä ratkaistavaksi kerrallaan vain yksi/, "Tarve on näkö."],
  ["the person, whose answer was lost,", "me", "Erimielisyys on viety koordinaatioryhmän ratkaistavaksi", ""],
])("a dispute that %s has raised leaves nothing to send, and the text where it was not the person's own", async (_, who, told, kept) => {
  const world = { item };
  serve(({ method, path }) => {
    if (path === "/v1/me") return { body: { id: "p1", grants: [{ unitId: "u1" }] } };
    if (path === "/v1/cases/c1") return { body: world.item };
    return method === "POST" ? { status: 409, body: { status: 409, reason: "TRANSITION_REFUSED" } } : { body: {} };
  });
  const Read = () => {
    const { data } = useQuery(caseQuery("c1"));
    return <>{data && <PartActions item={data} assignment={lead} />}</>;
  };
  await show(Read);
  await press(raise);
  fireEvent.change(await reason(), { target: { value: "Tarve on näkö." } });
  fireEvent.click(screen.getByRole("radio", { name: "Elmeri" }));
  world.item = { ...item, etag: "4", allowedActions: [], dispute: { ...dispute, author: who === "me" ? { me: true } : { name: who } } };
  await press("Vie ratkaistavaksi");
  await screen.findByText(told);
  expect((await reason()).value).toBe("Tarve on näkö.");
  expect(screen.queryByRole("button", { name: "Vie ratkaistavaksi" })).toBeNull();
  await press("Takaisin");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sessionStorage.getItem("vaatu.text.case.c1.dispute") ?? "").toBe(kept);
});

test("a reason that may tell who the pupil is goes to coordination only once that is answered", async () => {
  answer(() => ({ body: { id: "c1", etag: "4" } }));
  await show(Parts);
  await press(raise);
  fireEvent.change(await reason(), { target: { value: "Matin tarve on näkö." } });
  fireEvent.click(screen.getByRole("radio", { name: "Elmeri" }));
  await press("Vie ratkaistavaksi");
  await screen.findByText(/^Vastaa ensin/);
  expect(posted()).toEqual([]);
  expect((await reason()).value).toBe("Matin tarve on näkö.");
  await press("Vaihda: Oppilaan (Matin)");
  await waitFor(async () => expect((await reason()).value).toBe("Oppilaan tarve on näkö."));
  await press("Vie ratkaistavaksi");
  await waitFor(() => expect(posted().map(({ body }) => body)).toEqual([{ reason: "Oppilaan tarve on näkö.", proposedUnitId: "u2" }]));
});

test("without a proposal coordination finds a unit", async () => {
  answer(() => ({ body: { id: "c1", etag: "4" } }));
  await show(Parts);
  await press(raise);
  fireEvent.change(await reason(), { target: { value: "Ei kumpikaan." } });
  fireEvent.click(screen.getByRole("radio", { name: "Koordinaatioryhmä etsii johtavan yksikön" }));
  await press("Vie ratkaistavaksi");
  await waitFor(() => expect(posted()[0]?.body).toEqual({ reason: "Ei kumpikaan." }));
});

test("an open dispute tells until when it is settled, and is taken back after a question", async () => {
  answer(() => ({ body: { id: "c1", etag: "4" } }));
  const later = { ...item, etag: "6" }; // by chance the dispute's
  await show(() => (
    <>
      <DisputeNotice item={{ ...later, allowedActions: ["ACTION_WITHDRAW_DISPUTE"] }} dispute={dispute} />
      <PartActions item={later} assignment={lead} />
    </>
  ));
  await screen.findByText("pe 4.12.2026");
  screen.getByText("Koordinaatioryhmä etsii johtavan yksikön");
  await press("Peru erimielisyys");
  await screen.findByText("Perutaanko erimielisyys?");
  expect(posted()).toEqual([]);
  fireEvent.click(screen.getAllByRole("button", { name: "Peru erimielisyys" }).at(-1) as HTMLElement);
  await waitFor(() => expect(posted().map((p) => p.path)).toEqual(["/v1/cases/c1:withdrawDispute"]));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await press(raise);
  fireEvent.change(await reason(), { target: { value: "Ei kumpikaan." } });
  fireEvent.click(screen.getByRole("radio", { name: "Koordinaatioryhmä etsii johtavan yksikön" }));
  await press("Vie ratkaistavaksi");
  await waitFor(() => expect(posted().map((p) => p.headers.get("If-Match"))).toEqual(['"6"', '"6"']));
});

test("a settled dispute tells how and why, and is not taken back any more", async () => {
  answer(() => ({ body: {} }));
  const settled = { ...dispute, outcome: "DISPUTE_OUTCOME_STAYS", settlement: "Aloitettu jo.", endTime: "2026-12-02T08:42:00Z" } as const;
  await show(() => <DisputeNotice item={item} dispute={settled} />);
  await screen.findByText("Erimielisyys päävastuusta ratkaistiin: johtava yksikkö ei muutu");
  screen.getByText("Aloitettu jo.");
  expect(screen.queryByText("Ratkaistava viimeistään")).toBeNull();
  expect(screen.queryByRole("button", { name: "Peru erimielisyys" })).toBeNull();
});
