import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import HandOverPage from "./HandOverPage";
import { asked, serve, show, type Answer } from "./testing/render";

afterEach(cleanup);

const offer = (etag: string) => ({ id: "h1", caseId: "c1", etag, role: "ROLE_LEAD", card: { number: "26-0001" } });
const reads = () => asked.filter((a) => a.path === "/v1/handOvers/h1").length;
const accept = () => fireEvent.click(screen.getByRole("button", { name: "Ota vastaan" }));

/** offered serves an offer until it is answered; a refused answer finds another etag. */
function offered(...answers: Answer[]) {
  let open = true;
  let etag = 3;
  serve(({ method, path }) => {
    if (path === "/v1/handOvers/h1") return open ? { body: offer(String(etag)) } : undefined;
    if (method !== "POST") return { body: {} };
    const answer = answers.shift();
    open = answer?.status !== undefined;
    etag++;
    return answer;
  });
}

test("an offer that was answered is not asked for again: nobody is told that it is not there", async () => {
  offered({ body: { ...offer("4"), state: "HAND_OVER_STATE_ACCEPTED" } });
  const router = await show(HandOverPage, "/hand-overs/$handOverId", "/hand-overs/h1");
  await screen.findByText("26-0001", { exact: false });
  accept();
  await waitFor(() => expect(router.state.location.pathname).toBe("/cases/c1"));
  expect(reads()).toBe(1);
});

test("after a change of the case the answer goes out with what is true now", async () => {
  offered({ status: 412, body: { status: 412, reason: "ETAG_STALE" } }, { body: { ...offer("5"), state: "HAND_OVER_STATE_ACCEPTED" } });
  const router = await show(HandOverPage, "/hand-overs/$handOverId", "/hand-overs/h1");
  await screen.findByText("26-0001", { exact: false });
  accept();
  await screen.findByRole("alert");
  accept();
  await waitFor(() => expect(router.state.location.pathname).toBe("/cases/c1"));
  expect(asked.filter((a) => a.method === "POST").map((a) => a.headers.get("If-Match"))).toEqual(['"3"', '"4"']);
});

test.each([
  ["2026-12-10", "Poissaolon ajaksi, palautetaan to 10.12.2026"],
  [undefined, "Pysyvästi"],
])("whether a case is offered for a time or for good is told: %s", async (returnDate, told) => {
  serve(({ path }) => (path === "/v1/handOvers/h1" ? { body: { ...offer("3"), returnDate } } : { body: {} }));
  await show(HandOverPage, "/hand-overs/$handOverId", "/hand-overs/h1");
  await screen.findByText(told);
});

test("what stands against accepting is told in the place of the button, and the offer can still be declined", async () => {
  serve(({ path }) => (path === "/v1/handOvers/h1" ? { body: { ...offer("3"), obstacle: "OFFER_OBSTACLE_LAPSED" } } : { body: {} }));
  await show(HandOverPage, "/hand-overs/$handOverId", "/hand-overs/h1");
  await screen.findByText(/Tarjous on vanhentunut/);
  expect(screen.queryByRole("button", { name: "Ota vastaan" })).toBeNull();
  screen.getByRole("button", { name: "En ota vastaan" });
});

test("what has come to stand against it meanwhile takes the focus when the button goes", async () => {
  let refused = false;
  serve(({ method, path }) => {
    if (path === "/v1/handOvers/h1") return { body: { ...offer("3"), ...(refused && { obstacle: "OFFER_OBSTACLE_LAPSED" }) } };
    if (method !== "POST") return { body: {} };
    refused = true;
    return { status: 409, body: { status: 409, reason: "TRANSITION_REFUSED" } };
  });
  await show(HandOverPage, "/hand-overs/$handOverId", "/hand-overs/h1");
  await screen.findByText("26-0001", { exact: false });
  screen.getByRole("button", { name: "Ota vastaan" }).focus();
  accept();
  const told = await screen.findByText(/Tarjous on vanhentunut/);
  await waitFor(() => expect(document.activeElement).toBe(told));
});
