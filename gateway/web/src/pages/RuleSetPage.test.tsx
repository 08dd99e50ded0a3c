import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import type { RuleChangeJson, RuleFindingJson, RuleJson, RuleSetJson } from "../api/types";
import RuleSetPage from "./RuleSetPage";
import { asked, serve, show, type Answer } from "./testing/render";

afterEach(cleanup);

const row = (id: string, reasonFi: string): RuleJson => ({ id, when: {}, lead: "VALTERI", weight: 10, reasonFi, reasonSv: "Orsak" });
const stale: Answer = { status: 409, body: { status: 409, reason: "ETAG_STALE" } };

/** World is what the service holds; what others do in it is seen when the window gets the focus. */
type World = { set: RuleSetJson; base: { baseId: string; baseVersion: string; changes?: RuleChangeJson[] }; findings: RuleFindingJson[]; post: () => Answer };

async function open(part: Partial<World>, kept: Record<string, string> = {}) {
  const world: World = {
    set: { id: "s1", version: "rules-2", etag: "1", rules: [row("rule-1", "Ennen")], allowedActions: ["RULE_SET_ACTION_EDIT"] },
    base: { baseId: "x", baseVersion: "shipped-1" },
    findings: [],
    post: () => ({ body: world.set }),
    ...part,
  };
  serve(({ method, path }) => {
    if (method === "POST") return world.post();
    if (path.endsWith("/findings")) return { body: { findings: world.findings } };
    if (path.endsWith("/changes")) return { body: world.base };
    if (path === "/v1/rulesets/s1") return { body: world.set };
    return undefined; // the list of sets does not hold the published one
  });
  await show(RuleSetPage, "/routing/$ruleSetId", "/routing/s1", kept);
  await screen.findByRole("heading", { level: 1, name: "Säännöt 2" });
  return world;
}

const look = () => window.dispatchEvent(new Event("visibilitychange"));
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));
const write = async (text: string, name = "Perustelu suomeksi") => fireEvent.change(await screen.findByRole("textbox", { name }), { target: { value: text } });
const lead = (code: string) => fireEvent.change(screen.getByRole("combobox", { name: "Päävastuu" }), { target: { value: code } });
const posts = () => asked.filter((a) => a.method === "POST");
const saved = (i = 0) => (posts()[i]?.body as { rules: RuleJson[] }).rules.map((r) => `${r.id} ${r.reasonFi}`);

describe("publishing", () => {
  const set: RuleSetJson = { id: "s1", version: "rules-2", etag: "4", state: "RULE_SET_STATE_APPROVED", allowedActions: ["RULE_SET_ACTION_PUBLISH"] };
  const confirm = () => fireEvent.click(screen.getAllByRole("button", { name: "Julkaise" }).at(-1) as HTMLElement);

  test("takes the place of the set that the dialog names", async () => {
    await open({ set });
    await press("Julkaise");
    await screen.findByText(/version ”Vaatun alkuperäiset säännöt” sijasta/);
    confirm();
    await waitFor(() => expect(posts()[0]?.body).toEqual({ replacesId: "x" }));
  });

  test("over a set that was published while the dialog was open is not offered", async () => {
    const world = await open({ set });
    await press("Julkaise");
    world.base = { baseId: "y", baseVersion: "rules-3" };
    look();
    await screen.findByText(/Sillä välin on julkaistu versio ”Säännöt 3”/);
    expect(screen.getAllByRole("button", { name: "Julkaise" })).toHaveLength(1);
  });

  test("that is refused is told in the dialog, with what was published meanwhile", async () => {
    const world = await open({ set });
    await press("Julkaise");
    world.base = { baseId: "y", baseVersion: "rules-3" };
    world.post = () => stale;
    confirm();
    const dialog = await screen.findByRole("dialog");
    await waitFor(() => expect(dialog.textContent).toMatch(/Sillä välin on julkaistu versio ”Säännöt 3”[^]*muuttuivat sillä välin/));
    expect(posts()[0]?.body).toEqual({ replacesId: "x" });
  });
});

test("the heading has the focus once a step has taken its button away", async () => {
  const world = await open({ set: { id: "s1", version: "rules-2", etag: "3", state: "RULE_SET_STATE_CHECKED", allowedActions: ["RULE_SET_ACTION_APPROVE"] } });
  world.post = () => ({ body: (world.set = { ...world.set, etag: "4", state: "RULE_SET_STATE_APPROVED", allowedActions: [] }) });
  const approve = await screen.findByRole("button", { name: "Hyväksy" });
  approve.focus();
  fireEvent.click(approve);
  await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
});

test("a set goes back with what is to be changed, which is kept until it is sent", async () => {
  const set: RuleSetJson = { id: "s1", version: "rules-2", etag: "3", state: "RULE_SET_STATE_CHECKED", allowedActions: ["RULE_SET_ACTION_SEND_BACK"] };
  const world = await open({ set });
  world.post = () => ({ body: (world.set = { ...set, etag: "4", state: "RULE_SET_STATE_DRAFT", allowedActions: [] }) });
  const field = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: /^Mitä pitää muuttaa/ });
  const focused = async (what: HTMLElement) => waitFor(() => expect(document.activeElement).toBe(what));
  const opener = await screen.findByRole("button", { name: "Palauta" });
  fireEvent.click(opener);
  await screen.findByRole("heading", { name: "Palautetaanko ”Säännöt 2” muutettavaksi?" });
  await focused(await field());
  const send = screen.getByRole("button", { name: "Palauta muutettavaksi" });
  send.focus();
  fireEvent.click(send);
  await screen.findByText("Kirjoita, mitä pitää muuttaa.");
  await focused(await field());
  expect(posts()).toHaveLength(0);
  fireEvent.change(await field(), { target: { value: "Rivi 2 on liian laaja." } });
  await press("Takaisin");
  await focused(opener);
  expect(screen.queryByRole("textbox")).toBeNull();
  fireEvent.click(opener);
  expect((await field()).value).toBe("Rivi 2 on liian laaja.");
  await press("Palauta muutettavaksi");
  await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
  expect(posts().map(({ path, body }) => [path, body])).toEqual([["/v1/rulesets/s1:sendBack", { reason: "Rivi 2 on liian laaja." }]]);
  expect(sessionStorage.length).toBe(0);
  await focused(screen.getByRole("heading", { level: 1 }));
});

describe("a row that is being written", () => {
  test("is saved over somebody else's change only by who was shown it", async () => {
    const world = await open({});
    await press("Muokkaa riviä 1");
    await write("Oma");
    world.post = () => stale;
    world.set = { ...world.set, etag: "2", rules: [row("rule-1", "Toisen"), row("rule-2", "Uusi")] };
    await press("Tallenna sääntö");
    expect(posts()[0]?.headers.get("If-Match")).toBe('"1"');
    await screen.findByText(/Joku muu on sillä välin muuttanut.*Toisen/);
    expect(screen.queryByRole("button", { name: "Tallenna sääntö" })).toBeNull();
    world.post = () => ({ body: world.set });
    await press("Tallenna oma versioni tilalle");
    await waitFor(() => expect(posts()).toHaveLength(2));
    expect(posts()[1]?.headers.get("If-Match")).toBe('"2"');
    expect(saved(1)).toEqual(["rule-1 Oma", "rule-2 Uusi"]);
  });

  test("stays when somebody else removes it", async () => {
    const world = await open({});
    await press("Muokkaa riviä 1");
    await write("Oma");
    world.set = { ...world.set, etag: "2", rules: [row("rule-2", "Toinen")] };
    look();
    await screen.findByText("Joku muu on sillä välin poistanut tämän säännön.");
    await press("Tallenna oma versioni tilalle");
    await waitFor(() => expect(posts()).toHaveLength(1));
    expect(saved()).toEqual(["rule-2 Toinen", "rule-1 Oma"]);
  });

  test("and is new keeps its text when somebody else adds one, and when the form opens anew", async () => {
    const world = await open({});
    await press("Lisää sääntö");
    await write("Oma");
    world.set = { ...world.set, etag: "2", rules: [row("rule-1", "Ennen"), row("rule-2", "Toisen")] };
    look();
    await screen.findByText("Toisen");
    await press("Muokkaa riviä 1");
    await press("Muokkaa riviä 1");
    await press("Lisää sääntö");
    await write("Egen", "Perustelu ruotsiksi");
    lead("ELMERI");
    await press("Tallenna sääntö");
    await waitFor(() => expect(posts()).toHaveLength(1));
    expect(saved()).toEqual(["rule-1 Ennen", "rule-2 Toisen", "rule-3 Oma"]);
  });

  test("is open when the person comes back, over what others have made of it meanwhile", async () => {
    const world = await open({});
    await press("Muokkaa riviä 1");
    await write("Oma");
    await screen.findByText(/Muutoksia ei ole vielä tallennettu/);
    const kept = { ...sessionStorage };
    cleanup();
    await open({ set: { ...world.set, etag: "2", rules: [row("rule-1", "Toisen")] } }, kept);
    expect(((await screen.findByRole("textbox", { name: "Perustelu suomeksi" })) as HTMLInputElement).value).toBe("Oma");
    await screen.findByText(/Joku muu on sillä välin muuttanut.*Toisen/);
    await press("Hylkää muutokset");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Muokkaa riviä 1" }));
    expect(screen.queryByRole("textbox", { name: "Perustelu suomeksi" })).toBeNull();
    await press("Muokkaa riviä 1");
    expect(((await screen.findByRole("textbox", { name: "Perustelu suomeksi" })) as HTMLInputElement).value).toBe("Toisen");
  });

  test("and is new says what it lacks, at the field, and that it holds always", async () => {
    await open({});
    await press("Lisää sääntö");
    await screen.findByText(/ei ole ehtoja: se koskee aina jokaista pyyntöä/);
    await press("Tallenna sääntö");
    await screen.findByText("Valitse, kuka ottaa päävastuun.");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("combobox", { name: "Päävastuu" })));
    lead("ELMERI");
    await write("Oma");
    await press("Tallenna sääntö");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: /^Perustelu ruotsiksi/ })));
    screen.getByText("Kirjoita perustelu ruotsiksi.");
    expect(posts()).toHaveLength(0);
    await press(/^Tarpeet:/);
    fireEvent.click(await screen.findByRole("checkbox", { name: "Autismikirjo" }));
    expect(screen.queryByText(/ei ole ehtoja/)).toBeNull();
  });

  test("keeps its weight as it is typed, and says when that is none", async () => {
    await open({});
    await press("Muokkaa riviä 1");
    const weight = await screen.findByRole<HTMLInputElement>("spinbutton");
    fireEvent.change(weight, { target: { value: "" } });
    expect(weight.value).toBe("");
    await press("Tallenna sääntö");
    await screen.findByText("Kirjoita kokonaisluku väliltä 1–1000.");
    expect(posts()).toHaveLength(0);
    fireEvent.change(weight, { target: { value: "25" } });
    await press("Tallenna sääntö");
    await waitFor(() => expect((posts()[0]?.body as { rules: RuleJson[] }).rules[0]?.weight).toBe(25));
  });

  test("is no change by somebody else once it is saved", async () => {
    const world = await open({});
    await press("Muokkaa riviä 1");
    await write("Oma");
    world.post = () => {
      world.set = { ...world.set, etag: "2", rules: [row("rule-1", "Oma")] };
      return { body: world.set };
    };
    const said: string[] = [];
    new MutationObserver(() => said.push(document.body.textContent ?? "")).observe(document.body, { childList: true, subtree: true });
    await press("Tallenna sääntö");
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Perustelu suomeksi" })).toBeNull());
    expect(said.filter((text) => text.includes("Joku muu"))).toEqual([]);
  });
});

test("what a finding blocks leads to the findings, which tell all that has to be so", async () => {
  const findings: RuleFindingJson[] = [{ kind: "TIE", blocks: true, facts: { needs: ["AUTISM"] }, beside: ["HEARING", "VISION"] }, { kind: "OF_TOMORROW" }];
  await open({
    set: { id: "s1", version: "rules-2", etag: "1", allowedActions: ["RULE_SET_ACTION_SUBMIT"] },
    base: { baseId: "x", baseVersion: "shipped-1", changes: [{ ruleId: "rule-1" }] },
    findings,
    post: () => ({ status: 409, body: { status: 409, reason: "TRANSITION_REFUSED" } }),
  });
  await screen.findByText(/Kaksi päävastuullista samalla painolla.*Lisäksi jokin näistä tarpeista: .+, .+/);
  await screen.findByText(/OF_TOMORROW/);
  await press("Lähetä hyväksyttäväksi");
  await screen.findByText(/Toinen henkilö lukee muutokset/);
  expect(posts()).toHaveLength(0);
  fireEvent.click(screen.getAllByRole("button", { name: "Lähetä hyväksyttäväksi" }).at(-1) as HTMLElement);
  await screen.findByText("Tarkistuksissa on kohtia, jotka estävät julkaisun. Korjaa ne ensin.");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Tarkistukset (2)"));
});

test("a draft that changes nothing is not offered for approval", async () => {
  await open({ set: { id: "s1", version: "rules-2", etag: "1", allowedActions: ["RULE_SET_ACTION_SUBMIT"] } });
  await screen.findByText(/Luonnos ei eroa julkaistusta versiosta/);
  expect(screen.queryByRole("button", { name: "Lähetä hyväksyttäväksi" })).toBeNull();
});

test("the rows of a finding stand in the order of the table", async () => {
  const rules = ["rule-1", "rule-2", "rule-3"].map((id) => row(id, id));
  await open({ set: { id: "s1", version: "rules-2", etag: "1", rules }, findings: [{ kind: "TIE", ruleIds: ["rule-3", "rule-1", "rule-2"] }] });
  await screen.findByText((_, element) => element?.tagName === "LI" && /rivi 1, rivi 2, rivi 3$/.test(element.textContent ?? ""));
});

test("a finding of two fields of a row is said once", async () => {
  const lacks = (field: string): RuleFindingJson => ({ kind: "MISSING_TEXT", blocks: true, ruleIds: ["rule-1"], field });
  await open({ findings: [lacks("reason.fi"), lacks("reason.sv"), { ...lacks("reason.fi"), ruleIds: ["rule-2"] }] });
  await screen.findByRole("heading", { name: "Tarkistukset (2)" });
});

test("a draft that was not discarded says why, and not that somebody changed it where the service is away", async () => {
  let answer: Answer = { status: 503, body: { status: 503, reason: "UNAVAILABLE" } };
  const discardable: RuleSetJson = { id: "s1", version: "rules-2", etag: "1", allowedActions: ["RULE_SET_ACTION_DISCARD"] };
  await open({ set: discardable, post: () => answer });
  const discard = async () => {
    await press("Poista luonnos");
    await screen.findByText("Poistetaanko luonnos ”Säännöt 2”?");
    fireEvent.click(screen.getAllByRole("button", { name: "Poista luonnos" }).at(-1) as HTMLElement);
  };
  await discard();
  await screen.findByRole("alert");
  expect(screen.queryByText(/se muuttui sillä välin/)).toBeNull();
  answer = stale;
  await discard();
  await screen.findByText(/se muuttui sillä välin/);
});
