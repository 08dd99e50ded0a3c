import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { actAs } from "../api/acting";
import { useMe } from "../api/queries";
import { asked, serve, show } from "../pages/testing/render";
import { api } from "../api/client";
import { ActingNotice, ActingRole } from "./Acting";
import { Header } from "./Header";
import { Navigation } from "./Navigation";

afterEach(cleanup);

const expert = { id: "g1", role: "ROLE_EXPERT", unitId: "u1", unitNameFi: "Tervaväylä" };
const teacher = { id: "g2", role: "ROLE_REQUESTER", schoolId: "s1", schoolNameFi: "Esimerkkikoulu" };

function Frame() {
  const me = useMe().data;
  return (
    <>
      <Header me={me} />
      {me && <Navigation me={me} />}
      <ActingNotice />
      <ActingRole />
    </>
  );
}

const links = () => screen.getAllByRole("link").map((l) => l.textContent);

test("acting as one of several grants narrows the navigation and goes out with each call, but for who is there", async () => {
  serve(() => ({ body: { id: "p", displayName: "Eeva", grants: [expert, teacher] } }));
  await show(Frame);
  await screen.findByRole("link", { name: "Jono" });
  expect(links()).toContain("Konsultaatiot");
  fireEvent.click(screen.getByRole("button", { name: "Eeva" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Vaihda rooliin: Asiantuntija, Tervaväylä" }));
  await waitFor(() => expect(links()).not.toContain("Konsultaatiot"));
  expect(screen.getAllByText("Toimin roolissa: Asiantuntija, Tervaväylä").length).toBeGreaterThan(0);
  await api.get("/v1/cases");
  await api.get("/v1/me");
  expect(asked.slice(-2).map((a) => a.headers.get("Vaatu-Acting-Grant"))).toEqual(["g1", null]);
});

test("a chosen grant that is gone falls back to all, and the person is told", async () => {
  serve(() => ({ body: { id: "p", displayName: "Eeva", grants: [teacher, { ...expert, id: "g3" }] } }));
  await show(Frame);
  actAs("g1");
  await screen.findByText("Valitsemasi rooli ei ole enää voimassa. Toimit nyt kaikissa rooleissasi.");
  await api.get("/v1/cases");
  expect(asked.at(-1)?.headers.get("Vaatu-Acting-Grant")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Selvä" }));
  await waitFor(() => expect(screen.queryByText(/Valitsemasi rooli/)).toBeNull());
});

test("whoever holds a single grant is offered no choice", async () => {
  serve(() => ({ body: { id: "p", displayName: "Eeva", grants: [expert] } }));
  await show(Frame);
  fireEvent.click(await screen.findByRole("button", { name: "Eeva" }));
  await screen.findByRole("menuitem", { name: "Kirjaudu ulos" });
  expect(screen.queryByRole("menuitem", { name: /rooli/ })).toBeNull();
});
