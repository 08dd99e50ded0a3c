import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { KeptGrantJson } from "../../api/types";
import { SignInAgain } from "../../ui/notices";
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
  invited: "Aino Esimerkki, Oulu",
  inviterName: "Aatu Hallitsija",
  createTime: "2026-11-30T22:30:00Z",
  personIssuer: "https://sso.example/oidc",
  allowedActions: ["GRANT_ACTION_CONFIRM", "GRANT_ACTION_WITHDRAW"],
};
const invited: KeptGrantJson = { id: "g2", state: "GRANT_STATE_INVITED", role: "ROLE_COORDINATOR", invited: "Oskari Kutsuttu", expireTime: "2026-12-15T10:00:00Z" };
const holds: KeptGrantJson = {
  ...waits,
  id: "g3",
  state: "GRANT_STATE_HOLDS",
  personName: "Ville Vanha",
  allowedActions: ["GRANT_ACTION_END", "GRANT_ACTION_RELINK"],
};

const search = "/v1/grants:search";

type Rest = (one: Asked) => Answer | undefined;

function keep(role: string, grants: KeptGrantJson[], rest: Rest = () => undefined): void {
  serve((one) => {
    if (one.path === "/v1/me") return { body: { id: "me", grants: [{ id: "a", role }] } };
    if (one.path === search) return { body: { grants, totalSize: 312, nextPageToken: "t" } };
    return rest(one);
  });
}

const open = (at = "/grants") => show(GrantsPage, "/grants", at);
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
const posts = () => asked.filter((a) => a.method === "POST" && a.path !== search);
const searches = () => asked.filter((a) => a.path === search).map((a) => a.body);

/** onlyWaiting lets the list of those who wait be one page. */
function onlyWaiting(grants: KeptGrantJson[]): void {
  const served = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const one = String(input) === search && String(init?.body).includes("GRANT_STATE_WAITS");
    return one ? new Response(JSON.stringify({ grants })) : served(input, init);
  };
}

test("a row tells who, which role, where, when and how it stands, and has only the actions that are allowed", async () => {
  keep("ROLE_ADMIN", [waits, invited]);
  await open();
  const row = (await screen.findByText("Aino Esimerkki")).closest("tr") as HTMLElement;
  expect(within(row).getAllByRole("cell").map((cell) => cell.textContent)).toEqual([
    "Aino EsimerkkiKutsuttu: Aino Esimerkki, OuluKutsui Aatu Hallitsija 1.12.2026",
    "Asiantuntija",
    "Tervaväylä",
    "1.12.2026 – 31.5.2027",
    "Odottaa vahvistusta",
    "VahvistaPeru kutsu",
  ]);
  const other = screen.getByText("Kutsuttu: Oskari Kutsuttu").closest("tr") as HTMLElement;
  expect(other.textContent).toContain("Valtakunnallinen");
  expect(other.textContent).toContain("Linkki on voimassa ti 15.12.2026 klo 12.00 asti");
  expect(within(other).queryAllByRole("button")).toEqual([]);
  screen.getByText("2/312 näkyvissä", { selector: ".vaatu-actions span" });
  expect(screen.getByRole("link", { name: "Myönnä oikeus" }).getAttribute("href")).toBe("/grants/new");
});

test("the filters of the address are asked for, and what the contract does not know is no filter", async () => {
  keep("ROLE_ADMIN", [waits]);
  await open("/grants?query=ain&state=GRANT_STATE_WAITS&role=ROLE_CLOCK");
  await screen.findByText("Aino Esimerkki");
  expect(searches()).toEqual([{ state: "GRANT_STATE_WAITS", pageSize: 50, pageToken: "" }]);
});

test("each filter is an entry in the history, and the name that is looked for stands in no address", async () => {
  keep("ROLE_ADMIN", [waits]);
  const { history } = await open();
  await screen.findByText("Aino Esimerkki");
  fireEvent.change(screen.getByRole("combobox", { name: "Rooli" }), { target: { value: "ROLE_LEAD" } });
  await waitFor(() => expect(searches().at(-1)).toMatchObject({ role: "ROLE_LEAD" }));
  const name = screen.getByRole("searchbox", { name: "Nimi" });
  fireEvent.change(name, { target: { value: "Aino" } });
  fireEvent.keyDown(name, { key: "Enter", code: "Enter" });
  await waitFor(() => expect(searches().at(-1)).toMatchObject({ role: "ROLE_LEAD", query: "Aino" }));
  expect(history.location.href).toBe("/grants?role=ROLE_LEAD");
  expect(asked.map((a) => a.path).join()).not.toContain("Aino");
  history.back();
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>("searchbox", { name: "Nimi" }).value).toBe(""));
  history.back();
  await waitFor(() => expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Rooli" }).value).toBe("ALL"));
  history.forward();
  history.forward();
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>("searchbox", { name: "Nimi" }).value).toBe("Aino"));
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
  expect(dialog.textContent).toMatch(/Onko tämä oikea henkilö\?.*Aino Esimerkki.*sso\.example.*aino@example\.org.*ti 1\.12\.2026 klo 10\.42.*Asiantuntija.*Tervaväylä.*1\.12\.2026 – 31\.5\.2027/s);
  expect(posts()).toEqual([]);
  await press("Kyllä, vahvista");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(posts().map((a) => [a.path, a.body])).toEqual([["/v1/grants/g1:confirm", {}]]);
  expect(posts()[0]?.headers.get("Idempotency-Key")).toBeTruthy();
  const receipt = () => screen.queryByText("Oikeus on vahvistettu: Aino Esimerkki", { selector: "main *, .vaatu-notice *" });
  expect(receipt()).not.toBeNull();
  await press("Peru kutsu: Aino Esimerkki");
  await screen.findByRole("dialog");
  expect(receipt()).toBeNull();
});

test("a fresh sign-in is asked for in the place of the dialog that wants it, which stays where it was", async () => {
  keep("ROLE_ADMIN", [waits], ({ path }) => (path.endsWith(":confirm") ? { status: 401, body: { status: 401, reason: "SIGN_IN_AGAIN" } } : undefined));
  const { history } = await open();
  render(<SignInAgain />);
  await press("Vahvista: Aino Esimerkki");
  await press("Kyllä, vahvista");
  await screen.findByText("Vahvista henkilöllisyytesi");
  expect(screen.getAllByRole("dialog")).toHaveLength(1);
  expect(history.location.state.grantAsked).toMatchObject({ grant: { id: "g1" }, verb: "confirm" });
  await press("Takaisin");
  await screen.findByText("Onko tämä oikea henkilö?");
  expect(screen.getAllByRole("dialog")).toHaveLength(1);
  await press("Takaisin");
  await waitFor(() => expect(history.location.state.grantAsked).toBeUndefined());
});

test("whoever comes back finds the dialog that stood there", async () => {
  keep("ROLE_ADMIN", []);
  const { history } = await open();
  await screen.findByText("Oikeuksia ei ole vielä annettu.");
  history.replace("/grants", { grantAsked: { grant: waits, verb: "confirm" } });
  await screen.findByText("Onko tämä oikea henkilö?");
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
  onlyWaiting([]);
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
  onlyWaiting([waits]);
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
  onlyWaiting([waits]);
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
