import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { EntryJson } from "../../api/types";
import AuditPage from "../AuditPage";
import ReadsPage from "../ReadsPage";
import { asked, serve, show } from "../testing/render";

afterEach(cleanup);

const read: EntryJson = {
  id: "e1",
  time: "2026-12-01T08:42:00Z",
  kind: "ENTRY_KIND_READ",
  personId: "p1",
  personName: "Aino Esimerkki",
  role: "ROLE_EXPERT",
  unitNameFi: "Tervaväylä",
  actionCode: "READ_CASE",
  whatCode: "REQUEST COMMENT",
  outcome: "OUTCOME_DONE",
  caseId: "c1",
  caseNumber: "4K7P-2MX",
  origin: "192.0.2.7",
  times: 12,
};
const denied: EntryJson = { ...read, id: "e2", role: undefined, unitNameFi: undefined, whatCode: "GetCase", outcome: "OUTCOME_DENIED", reasonCode: "NOT_FOUND" };
const broken: EntryJson = { ...read, id: "e3", kind: "ENTRY_KIND_BREAK_GLASS", role: "ROLE_COORDINATOR", unitNameFi: undefined, whatCode: "MESSAGE" };
const disclosed: EntryJson = { ...read, id: "e5", actionCode: "DISCLOSE", whatCode: "REQUEST", toNameFi: "Tervaväylä", basisCode: "NOT_IDENTIFIED" };
const unknown: EntryJson = { id: "e4", time: read.time, kind: "ENTRY_KIND_CHANGE", actionCode: "SOMETHING_NEW", outcome: "OUTCOME_DONE" };

function log(entries: EntryJson[]): void {
  serve(({ path }) => {
    if (path.startsWith("/v1/audit/seals")) return { body: { number: "7", time: "2026-12-01T08:40:00Z", waiting: 3 } };
    if (path.startsWith("/v1/audit/people:find")) return { body: { people: [{ id: "p1", name: "Aino Esimerkki", role: "ROLE_EXPERT" }] } };
    if (path.startsWith("/v1/audit?")) return { body: { entries } };
    if (path.endsWith("pageSize=50") && path.includes("/reads")) return { body: { reads: entries } };
    if (path.includes("/disclosures")) {
      return { body: { disclosures: [disclosed] } };
    }
    return undefined;
  });
}

// Not by their role, which takes much longer.
const cellsOf = (row: Element) => [...row.querySelectorAll("td")].map((cell) => cell.textContent);

test("the log tells in words who did what, and a code without words stands as it is", async () => {
  log([read, denied, broken, disclosed, unknown]);
  await show(AuditPage, "/audit");
  await screen.findAllByText("Aino Esimerkki");
  const table = screen.getByRole("table", { name: "Lokin merkinnät, uusin ensin" });
  const rows = [...table.querySelectorAll("tbody tr")].map(cellsOf);
  const time = "ti 1.12.2026 klo 10.42";
  expect(rows).toEqual([
    [time, "Aino Esimerkki", "Asiantuntija, Tervaväylä", "Luki: pyyntö, päätössanatKonsultaatio 4K7P-2MX", "Tehty", "192.0.2.7"],
    [time, "Aino Esimerkki", "", "Luki konsultaatiotaKonsultaatio 4K7P-2MX", "Evätty ei ole, tai ei oikeutta", "192.0.2.7"],
    [time, "Aino Esimerkki", "Koordinaatioryhmä", "Luki: viestitKonsultaatio 4K7P-2MX", "Hätäavaus", "192.0.2.7"],
    [time, "Aino Esimerkki", "Asiantuntija, Tervaväylä", "Luovutti: pyyntöTervaväylä: Oppilasta ei voi tunnistaa pyynnöstäKonsultaatio 4K7P-2MX", "Tehty", "192.0.2.7"],
    [time, "Vaatu, määräajan mukaan", "", "SOMETHING_NEW", "Tehty", ""],
  ]);
  expect(screen.getByText(/Sinetöity .* asti\. 3 merkintää odottaa sinettiä\./)).toBeTruthy();
});

test("a person is looked for by a name that goes into no address, and the log is not asked twice", async () => {
  log([read]);
  await show(AuditPage, "/audit");
  expect(await screen.findByText("Haku kirjataan.")).toBeTruthy();
  const field = screen.getByRole("searchbox", { name: "Henkilö" });
  fireEvent.change(field, { target: { value: "aino" } });
  fireEvent.click(within(field.closest("div")?.parentElement?.parentElement as HTMLElement).getByRole("button", { name: /Hae/ }));
  const found = await screen.findByRole("list", { name: "Löytyneet henkilöt" });
  expect(within(found).getByRole("link").getAttribute("href")).toBe("/audit/people/p1");
  expect(asked.find((a) => a.method === "POST")?.body).toEqual({ query: "aino" });
  expect(asked.filter((a) => a.path.includes("aino"))).toEqual([]);
  expect(asked.filter((a) => a.path.startsWith("/v1/audit?")).length).toBe(1);
});

test("a filter of the address is asked for, and anything else is none", async () => {
  log([]);
  await show(AuditPage, "/audit", "/audit?kind=ENTRY_KIND_READ&outcome=whatever&from=2026-12-01");
  await screen.findByText("Ei osumia. Muuta hakua tai rajausta.");
  expect(asked.find((a) => a.path.startsWith("/v1/audit?"))?.path).toBe("/v1/audit?kind=ENTRY_KIND_READ&fromDate=2026-12-01&pageSize=50");
});

test("the school reads who has read, how often, and to whom it was disclosed on which basis", async () => {
  log([read, denied]);
  await show(ReadsPage, "/cases/$caseId/reads", "/cases/c1/reads");
  expect(await screen.findByRole("heading", { level: 1, name: "Kuka on lukenut konsultaation 4K7P-2MX" })).toBeTruthy();
  await waitFor(() => expect(screen.getAllByRole("row").length).toBe(5));
  const rows = screen.getAllByRole("row").filter((row) => within(row).queryAllByRole("cell").length > 0).map(cellsOf);
  expect(rows[0]).toEqual(["Aino Esimerkki", "Asiantuntija, Tervaväylä", "Luki: pyyntö, päätössanat, 12 kertaa", "ti 1.12.2026 klo 10.42", "Tehty"]);
  expect(rows.at(-1)).toEqual(["Tervaväylä", "pyyntö", "ti 1.12.2026 klo 10.42", "Oppilasta ei voi tunnistaa pyynnöstä", "Aino Esimerkki"]);
});
