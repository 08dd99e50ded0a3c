import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import NewGrantPage from "../NewGrantPage";
import { asked, serve, show, type Answer } from "../testing/render";

afterEach(cleanup);

const made = { token: "T-1", grant: { id: "g1", invited: "Aino Esimerkki", expireTime: "2026-12-15T08:42:00Z" } };

function invite(create: () => Answer, role = "ROLE_ADMIN"): void {
  serve(({ method, path }) => {
    if (path === "/v1/me") return { body: { id: "me", grants: [{ id: "a", role }] } };
    if (path === "/v1/units") return { body: { units: [{ id: "u1", actor: "ACTOR_VALTERI", nameFi: "Tervaväylä" }] } };
    if (path === "/v1/providers?query=esi&pageSize=10") {
      return { body: { providers: [{ id: "p1", nameFi: "Esimerkin kaupunki" }, { id: "p2", nameFi: "Esihistoria", closed: true }] } };
    }
    return method === "POST" && path === "/v1/grants" ? create() : undefined;
  });
}

const open = () => show(NewGrantPage, "/grants/new");
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
const type = async (name: RegExp, value: string) => fireEvent.change(await screen.findByRole("textbox", { name }), { target: { value } });
const pick = async (name: string, value: string) => fireEvent.change(await screen.findByRole("combobox", { name }), { target: { value } });
const posts = () => asked.filter((a) => a.method === "POST");

test("the link is shown once, with how long it is good", async () => {
  invite(() => ({ body: made }));
  await open();
  await press("Luo kutsu");
  await screen.findByText("Kirjoita, kenelle oikeus tulee.");
  await screen.findByText("Valitse rooli.");
  expect(posts()).toEqual([]);
  await type(/^Kenelle/, "Aino Esimerkki");
  await pick("Rooli", "ROLE_EXPERT");
  await screen.findByRole("option", { name: "Tervaväylä (Valteri)" });
  await pick("Yksikkö", "u1");
  await press("Luo kutsu");
  await screen.findByText("http://localhost:3000/auth/login?invitation=T-1");
  await screen.findByText(/vanhenee ti 15\.12\.2026 klo 10\.42/);
  expect(posts()[0]?.body).toEqual({ invited: "Aino Esimerkki", role: "ROLE_EXPERT", unitId: "u1" });
  await press("Myönnä toinen oikeus");
  expect(((await screen.findByRole("textbox", { name: /^Kenelle/ })) as HTMLInputElement).value).toBe("");
});

test("what the service refuses stands beside its field, nothing typed is lost, and the same press keeps its key", async () => {
  const violation = { field: "toDate", description: "Liian pitkä aika." };
  const answers: Answer[] = [
    { status: 400, body: { status: 400, reason: "VALIDATION", fieldViolations: [violation] } },
    { status: 503, body: { status: 503, reason: "UNAVAILABLE" } },
    { body: made },
  ];
  invite(() => answers.shift() ?? { body: made });
  await open();
  await type(/^Kenelle/, "Aino Esimerkki");
  await pick("Rooli", "ROLE_ADMIN");
  await press("Luo kutsu");
  await screen.findByText("Liian pitkä aika.");
  expect((screen.getByRole("textbox", { name: /^Kenelle/ }) as HTMLInputElement).value).toBe("Aino Esimerkki");
  await press("Luo kutsu");
  await screen.findByText(/ei juuri nyt vastaa/);
  await press("Luo kutsu");
  await screen.findByText(/invitation=T-1/);
  expect(new Set(posts().map((a) => a.headers.get("Idempotency-Key"))).size).toBe(1);
});

test("a provider is found by the beginning of its name", async () => {
  invite(() => ({ body: made }));
  await open();
  await type(/^Kenelle/, "Aino");
  await pick("Rooli", "ROLE_VIPU");
  await press("Luo kutsu");
  await screen.findByText("Hae ja valitse opetuksen järjestäjä.");
  fireEvent.change(await screen.findByRole("searchbox", { name: /^Hae opetuksen järjestäjää/ }), { target: { value: "esi" } });
  await press("Hae");
  fireEvent.click(await screen.findByRole("radio", { name: "Esimerkin kaupunki" }));
  expect(screen.queryByRole("radio", { name: "Esihistoria" })).toBeNull();
  await press("Luo kutsu");
  await screen.findByText(/invitation=T-1/);
  expect(posts()[0]?.body).toEqual({ invited: "Aino", role: "ROLE_VIPU", providerId: "p1" });
});

test("for others than admins it is not there", async () => {
  invite(() => ({ body: made }), "ROLE_LEAD");
  await open();
  await screen.findByRole("heading", { name: "Sivua ei löydy" });
});
