import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { asked, serve, show, type Answer } from "../testing/render";
import TriagePage from "../TriagePage";

afterEach(cleanup);

const item = {
  etag: "4",
  card: { caseId: "c1", number: "26-0001", needs: ["NEED_AUTISM"], area: "AREA_TAYS" },
  routing: {
    triageReason: "TRIAGE_REASON_TIE",
    runnersUp: [
      { unitId: "u1", unitNameFi: "Valteri, Onerva" },
      { unitId: "u2", unitNameFi: "Elmeri-koulu" },
      { unitId: "u4", unitNameFi: "Päättynyt" },
    ],
  },
};

const unit = { actor: "ACTOR_VALTERI", takesLeads: true };
const units = [
  { ...unit, id: "u1", nameFi: "Valteri, Onerva" },
  { ...unit, id: "u2", nameFi: "Elmeri-koulu" },
  { ...unit, id: "u3", nameFi: "Mikael" },
  { ...unit, id: "u4", nameFi: "Päättynyt", activeTo: "2020-01-01" },
];

function triage(route: () => Answer) {
  let open = true;
  serve(({ method, path }) => {
    if (path.startsWith("/v1/triage")) return { body: open ? { items: [item] } : {} };
    if (path.startsWith("/v1/disputes")) return { body: {} };
    if (path.startsWith("/v1/units")) return { body: { units } };
    if (path.startsWith("/v1/actors")) return { body: { actors: [{ actor: "ACTOR_VALTERI", takesLeads: true }] } };
    if (method === "POST" && path === "/v1/cases/c1:route") {
      open = false;
      return route();
    }
    return undefined;
  });
}

const routed = () => asked.filter((a) => a.path === "/v1/cases/c1:route");
const decide = () => fireEvent.click(screen.getByRole("button", { name: "Ohjaa yksikölle" }));

describe("a decision of the coordination group", () => {
  test("needs a recipient and a reason, and goes out with the etag that was seen", async () => {
    triage(() => ({ body: { id: "c1" } }));
    await show(TriagePage, "/triage");
    fireEvent.click(await screen.findByRole("button", { name: "Ratkaise 26-0001" }));
    decide();
    await screen.findByText("Valitse vastaanottaja.");
    fireEvent.click(screen.getByLabelText("Elmeri-koulu"));
    decide();
    await screen.findByText("Kirjoita teksti.");
    expect(routed()).toEqual([]);
    fireEvent.change(screen.getByLabelText("Syy"), { target: { value: "Lähin oma alue" } });
    decide();
    await waitFor(() => expect(screen.getByRole("status").textContent).toBe("26-0001 ohjattu. Elmeri-koulu"));
    expect(routed()[0]?.body).toEqual({ unitId: "u2", reason: "Lähin oma alue" });
    expect(routed()[0]?.headers.get("If-Match")).toBe('"4"');
    await screen.findByText("Mikään pyyntö ei odota vastaanottajaa.");
  });

  test("offers no unit that the service would refuse, not even a proposed one", async () => {
    triage(() => ({ body: {} }));
    await show(TriagePage, "/triage");
    fireEvent.click(await screen.findByRole("button", { name: "Ratkaise 26-0001" }));
    fireEvent.click(screen.getByLabelText("Muu yksikkö"));
    await screen.findByRole("option", { name: "Mikael (Valteri)" });
    expect(screen.queryByRole("option", { name: /Päättynyt/ })).toBeNull();
    expect(screen.queryByRole("radio", { name: "Päättynyt" })).toBeNull();
  });

  test("counts no further than it has read", async () => {
    serve(({ path }) => (path.startsWith("/v1/triage") ? { body: { items: [item], nextPageToken: "2" } } : { body: {} }));
    await show(TriagePage, "/triage");
    await screen.findByText("Vähintään 1 odottaa ratkaisua");
  });

  test("says so when another decided first, and keeps the reason", async () => {
    triage(() => ({ status: 412, body: { status: 412, reason: "ETAG_STALE" } }));
    await show(TriagePage, "/triage");
    fireEvent.click(await screen.findByRole("button", { name: "Ratkaise 26-0001" }));
    fireEvent.click(screen.getByLabelText("Valteri, Onerva"));
    fireEvent.change(screen.getByLabelText("Syy"), { target: { value: "Oma alue" } });
    decide();
    await screen.findByText("Tapaus muuttui sillä välin. Tekstisi on tallessa.");
    expect(sessionStorage.getItem("vaatu.text.triage.c1")).toBe("Oma alue");
  });
});

test("a refusal that leaves the card is told where the decision is made", async () => {
  serve(({ method, path }) => {
    if (path.startsWith("/v1/triage")) return { body: { items: [item] } };
    if (method === "POST") return { status: 400, body: { status: 400, reason: "VALIDATION", detail: "Syy ei kelpaa." } };
    if (path.startsWith("/v1/actors")) return { body: { actors: [{ actor: "ACTOR_VALTERI", takesLeads: true }] } };
    return { body: path.startsWith("/v1/units") ? { units } : {} };
  });
  await show(TriagePage, "/triage");
  fireEvent.click(await screen.findByRole("button", { name: "Ratkaise 26-0001" }));
  fireEvent.click(screen.getByLabelText("Valteri, Onerva"));
  fireEvent.change(screen.getByLabelText("Syy"), { target: { value: "Oma alue" } });
  decide();
  const told = await screen.findByRole("alert");
  expect(told.closest("section")).toBe(screen.getByRole("button", { name: "Ohjaa yksikölle" }).closest("section"));
  expect(screen.getAllByRole("alert")).toHaveLength(1);
});

test("cards stay while the disputes are asked for again", async () => {
  let ask: (answer: Answer) => void = () => undefined;
  let failing = true;
  serve(({ path }) => {
    if (path.startsWith("/v1/triage")) return { body: { items: [item] } };
    if (!path.startsWith("/v1/disputes")) return { body: {} };
    return failing ? { status: 404, body: { status: 404, reason: "NOT_FOUND" } } : new Promise((go) => (ask = go));
  });
  await show(TriagePage, "/triage");
  await screen.findByRole("heading", { name: "26-0001" });
  failing = false;
  fireEvent(window, new Event("visibilitychange"));
  await waitFor(() => expect(asked.filter((a) => a.path.startsWith("/v1/disputes")).length).toBe(2));
  screen.getByRole("heading", { name: "26-0001" });
  ask({ body: {} });
});

describe("an address that names a case", () => {
  const other = { ...item, card: { ...item.card, caseId: "c2", number: "26-0002" } };

  test("leads to its card, on whichever page of the list it is", async () => {
    serve(({ path }) => {
      if (!path.startsWith("/v1/triage")) return { body: {} };
      return { body: path.includes("pageToken=2") ? { items: [other] } : { items: [item], nextPageToken: "2" } };
    });
    await show(TriagePage, "/triage", "/triage#case-c2");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("26-0002"));
  });

  test("asks for the rest of the list no more than once when that fails", async () => {
    serve(({ path }) => {
      if (!path.startsWith("/v1/triage")) return { body: {} };
      return path.includes("pageToken=2") ? { status: 503, body: { status: 503, reason: "UNAVAILABLE" } } : { body: { items: [item], nextPageToken: "2" } };
    });
    await show(TriagePage, "/triage", "/triage#case-c2");
    await screen.findByRole("alert");
    await new Promise((later) => setTimeout(later, 300));
    expect(asked.filter((a) => a.path.includes("pageToken=2"))).toHaveLength(1);
  });

  test("leads to the dispute about its lead", async () => {
    serve(({ path }) => {
      if (path.startsWith("/v1/triage")) return { body: { items: [item] } };
      return { body: path.startsWith("/v1/disputes") ? { items: [{ card: other.card, dispute: {} }] } : {} };
    });
    await show(TriagePage, "/triage", "/triage#case-c2");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("26-0002"));
  });
});

describe("a question of the coordination group", () => {
  const listed = () => asked.filter((a) => a.path.startsWith("/v1/triage"));

  /** comeBack is what the browser says when the page is looked at again: lists are read anew. */
  const comeBack = () => fireEvent(window, new Event("visibilitychange"));

  test("is read again only when a case has changed, and shown all the while", async () => {
    let etag = "4";
    serve(({ path }) => {
      if (!path.startsWith("/v1/triage")) return { body: {} };
      const read = path.includes("withQuestions");
      const questions = read ? [{ id: "q1", text: `Mikä luokka? ${etag}` }] : [];
      const declined = read ? [{ id: "a1", unitNameFi: "Valteri, Onerva", declineReason: "DECLINE_REASON_LANGUAGE", suggestion: "Elmeri tuntee tämän." }] : [];
      return { body: { items: [{ ...item, etag, questions, declined }] } };
    });
    await show(TriagePage, "/triage");
    await screen.findByText("Mikä luokka? 4");
    comeBack();
    await waitFor(() => expect(listed().length).toBe(2));
    expect(listed().at(-1)?.path).not.toContain("withQuestions");
    screen.getByText("Mikä luokka? 4");
    screen.getByText("Valteri, Onerva ei ottanut päävastuuta");
    screen.getByText("Ehdotus: Elmeri tuntee tämän.");
    etag = "5";
    comeBack();
    await screen.findByText("Mikä luokka? 5");
  });

  test("keeps its text and its day, and its dialog stays when the case goes to somebody else", async () => {
    let there = true;
    serve(({ path }) => ({ body: path.startsWith("/v1/triage") && there ? { items: [item] } : {} }));
    await show(TriagePage, "/triage");
    fireEvent.click(await screen.findByRole("button", { name: "Kysy koululta: 26-0001" }));
    fireEvent.change(await screen.findByRole("textbox", { name: /Kysymys/ }), { target: { value: "Mikä luokka?" } });
    fireEvent.change(screen.getByRole("textbox", { name: /Vastaus viimeistään/ }), { target: { value: "1.12.2030" } });
    fireEvent.click(screen.getByRole("button", { name: "Takaisin" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    fireEvent.click(screen.getByRole("button", { name: "Kysy koululta: 26-0001" }));
    const day = await screen.findByRole<HTMLInputElement>("textbox", { name: /Vastaus viimeistään/ });
    await waitFor(() => expect(day.value).toBe("1.12.2030"));
    there = false;
    comeBack();
    await screen.findByText("Tapaus muuttui sillä välin. Tekstisi on tallessa.");
    expect((screen.getByRole("textbox", { name: /Kysymys/ }) as HTMLTextAreaElement).value).toBe("Mikä luokka?");
    expect(screen.queryByRole("button", { name: "Lähetä kysymys" })).toBeNull();
  });
});
