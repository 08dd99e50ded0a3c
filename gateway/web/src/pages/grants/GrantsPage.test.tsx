import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { KeptGrantJson } from "../../api/types";
import GrantsPage from "../GrantsPage";
import { asked, serve, show, type Answer, type Asked } from "../testing/render";

afterEach(cleanup);

const waits: KeptGrantJson = {
  id: "g1",
  state: "GRANT_STATE_WAITS",
  role: "ROLE_EXPERT",
  unitId: "u1",
  unitNameFi: "Tervaväylä",
  fromDate: "2026-12-01",
  toDate: "2027-05-31",
  personId: "p1",
  personName: "Aino Esimerkki",
  personEmail: "aino@example.org",
  signInTime: "2026-12-01T08:42:00Z",
  inviterName: "Aatu Hallitsija",
  allowedActions: ["GRANT_ACTION_CONFIRM", "GRANT_ACTION_WITHDRAW"],
};
const invited: KeptGrantJson = { id: "g2", state: "GRANT_STATE_INVITED", role: "ROLE_COORDINATOR", invited: "Oskari Kutsuttu" };
const holds: KeptGrantJson = {
  ...waits,
  id: "g3",
  state: "GRANT_STATE_HOLDS",
  personName: "Ville Vanha",
  allowedActions: ["GRANT_ACTION_END", "GRANT_ACTION_RELINK"],
};

type Rest = (one: Asked) => Answer | undefined;

function keep(role: string, grants: KeptGrantJson[], rest: Rest = () => undefined): void {
  serve((one) => {
    if (one.path === "/v1/me") return { body: { id: "me", grants: [{ id: "a", role }] } };
    if (one.method === "GET" && one.path.startsWith("/v1/grants?")) return { body: { grants, totalSize: 312, nextPageToken: "t" } };
    return rest(one);
  });
}

const open = (at = "/grants") => show(GrantsPage, "/grants", at);
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
const posts = () => asked.filter((a) => a.method === "POST");

test("a row tells who, which role, where, when and how it stands, and has only the actions that are allowed", async () => {
  keep("ROLE_ADMIN", [waits, invited]);
  await open();
  const row = (await screen.findByText("Aino Esimerkki")).closest("tr") as HTMLElement;
  expect(within(row).getAllByRole("cell").map((cell) => cell.textContent)).toEqual([
    "Aino Esimerkki",
    "Asiantuntija",
    "Tervaväylä",
    "1.12.2026 – 31.5.2027",
    "Odottaa vahvistusta",
    "VahvistaPeru",
  ]);
  const other = screen.getByText("Kutsuttu: Oskari Kutsuttu").closest("tr") as HTMLElement;
  expect(other.textContent).toContain("Valtakunnallinen");
  expect(within(other).queryAllByRole("button")).toEqual([]);
  screen.getByText("2/312 näkyvissä", { selector: ".vaatu-actions span" });
  expect(screen.getByRole("link", { name: "Myönnä oikeus" }).getAttribute("href")).toBe("/grants/new");
});

test("the filters of the address are asked for, and what the contract does not know is no filter", async () => {
  keep("ROLE_ADMIN", [waits]);
  await open("/grants?query=ain&state=GRANT_STATE_WAITS&role=ROLE_CLOCK");
  await screen.findByText("Aino Esimerkki");
  expect(asked.map((a) => a.path)).toContain("/v1/grants?query=ain&state=GRANT_STATE_WAITS&pageSize=50");
});

test("whoever keeps no grants sees what is not there", async () => {
  serve(({ path }) => (path === "/v1/me" ? { body: { id: "me", grants: [{ role: "ROLE_REQUESTER" }] } } : undefined));
  await open();
  await screen.findByRole("heading", { name: "Sivua ei löydy" });
});

test("the head of a unit gives no grants", async () => {
  keep("ROLE_LEAD", [holds]);
  await open();
  await screen.findByText("Ville Vanha");
  expect(screen.queryByRole("link", { name: "Myönnä oikeus" })).toBeNull();
});

test("who came by the link is shown before the grant is confirmed", async () => {
  keep("ROLE_ADMIN", [waits], ({ path }) => (path === "/v1/grants/g1:confirm" ? { body: { ...waits, state: "GRANT_STATE_HOLDS" } } : undefined));
  await open();
  await press("Vahvista: Aino Esimerkki");
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toMatch(/Onko tämä oikea henkilö\?.*Aino Esimerkki.*aino@example\.org.*ti 1\.12\.2026 klo 10\.42/s);
  expect(posts()).toEqual([]);
  await press("Kyllä, vahvista");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(posts().map((a) => [a.path, a.body])).toEqual([["/v1/grants/g1:confirm", {}]]);
  expect(posts()[0]?.headers.get("Idempotency-Key")).toBeTruthy();
});

test("what is left without an owner, who is told and that the unit would be empty stand there before a grant ends", async () => {
  const left = [{ assignmentId: "a1", number: "26-0001", since: "2026-11-02T08:00:00Z" }];
  keep("ROLE_ADMIN", [holds], ({ path }) => {
    if (path === "/v1/grants/g3/end") return { body: { left, totalSize: 3, unitEmpty: true, leadNames: ["Liisa Johtaja"] } };
    return path === "/v1/grants/g3:end" ? { status: 409, body: { status: 409, reason: "TRANSITION_REFUSED", detail: "Oikeus on jo päättynyt." } } : undefined;
  });
  await open();
  await press("Päätä oikeus: Ville Vanha");
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByText(/^26-0001/);
  expect(dialog.textContent).toMatch(/3 osuutta jää.*26-0001.*2\.11\.2026.*ja 2 muuta.*Liisa Johtaja.*Yksikköön ei jää ketään/s);
  expect(posts()).toEqual([]);
  await press("Päätä oikeus");
  await within(dialog).findByText("Oikeus on jo päättynyt.");
});

test("a grant can be ended only when its preview is seen", async () => {
  let down = true;
  keep("ROLE_ADMIN", [holds], ({ path }) => {
    if (!path.endsWith("/end")) return undefined;
    return down ? { status: 503, body: { status: 503, reason: "UNAVAILABLE" } } : { body: {} };
  });
  await open();
  await press("Päätä oikeus: Ville Vanha");
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).queryByRole("button", { name: "Päätä oikeus" })).toBeNull();
  await within(dialog).findByText(/ei juuri nyt vastaa/);
  expect(within(dialog).queryByRole("button", { name: "Päätä oikeus" })).toBeNull();
  down = false;
  fireEvent.click(within(dialog).getByRole("button", { name: "Yritä uudelleen" }));
  await within(dialog).findByRole("button", { name: "Päätä oikeus" });
});

test("without a sign-in that waits no identity can be linked, and it says why", async () => {
  keep("ROLE_ADMIN", [holds]);
  const served = globalThis.fetch;
  globalThis.fetch = async (input, init) =>
    String(input).includes("state=GRANT_STATE_WAITS") ? new Response(JSON.stringify({ grants: [] })) : served(input, init);
  await open();
  await press("Liitä uusi tunnus: Ville Vanha");
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).queryByRole("button", { name: "Liitä" })).toBeNull();
  await within(dialog).findByText(/Yksikään toisen kutsuma ei odota vahvistusta/);
  expect(within(dialog).queryByRole("button", { name: "Liitä" })).toBeNull();
});

test("an identity that owns something already cannot be linked, and looking again is not what helps", async () => {
  keep("ROLE_ADMIN", [waits, holds], ({ path }) =>
    path === "/v1/grants/g3:relink" ? { status: 409, body: { status: 409, reason: "TRANSITION_REFUSED", detail: "Lataa tiedot uudelleen." } } : undefined,
  );
  const served = globalThis.fetch;
  globalThis.fetch = async (input, init) =>
    String(input).includes("state=GRANT_STATE_WAITS") ? new Response(JSON.stringify({ grants: [waits] })) : served(input, init);
  await open();
  await press("Liitä uusi tunnus: Ville Vanha");
  const dialog = await screen.findByRole("dialog");
  fireEvent.click(await within(dialog).findByRole("radio", { name: /^Aino Esimerkki/ }));
  fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "Tunnus vaihtui" } });
  await press("Liitä");
  await within(dialog).findByText(/sillä on jo omia luonnoksia/);
  expect(dialog.textContent).not.toMatch(/Lataa tiedot/);
});

test("another identity is linked only with a sign-in chosen and a reason", async () => {
  keep("ROLE_ADMIN", [waits, holds], ({ path }) => (path === "/v1/grants/g3:relink" ? { body: holds } : undefined));
  // The list of those who wait is one page.
  const served = globalThis.fetch;
  globalThis.fetch = async (input, init) =>
    String(input).includes("state=GRANT_STATE_WAITS") ? new Response(JSON.stringify({ grants: [waits] })) : served(input, init);
  await open();
  await press("Liitä uusi tunnus: Ville Vanha");
  const dialog = await screen.findByRole("dialog");
  const option = await within(dialog).findByRole("radio", { name: /^Aino Esimerkki, kirjautui ti 1.12.2026 klo 10.42/ });
  await press("Liitä");
  await within(dialog).findByText("Valitse kirjautuminen.");
  fireEvent.click(option);
  fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: " Tunnus vaihtui " } });
  await press("Liitä");
  await waitFor(() => expect(posts().map((a) => [a.path, a.body])).toEqual([
    ["/v1/grants/g3:relink", { waitingGrantId: "g1", reason: "Tunnus vaihtui" }],
  ]));
});
