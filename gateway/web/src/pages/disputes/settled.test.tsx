import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { SettlementJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { asked, serve, show } from "../testing/render";
import { Settled } from "./Settled";

afterEach(cleanup);

const moved: SettlementJson = {
  caseId: "c1",
  number: "26-0001",
  outcome: "DISPUTE_OUTCOME_MOVES",
  unitNameFi: "Elmeri-koulut",
  unitNameSv: "Elmeri-skolorna",
  settleTime: "2026-12-01T10:00:00Z",
};

test("whose part ended is told how it was settled, and reads why once they ask", async () => {
  serve(({ path }) => {
    if (path === "/v1/settlements") return { body: { settlements: [moved, { ...moved, caseId: "c2", number: "26-0002", outcome: "DISPUTE_OUTCOME_TRIAGE", unitNameFi: "", unitNameSv: "" }] } };
    return path === "/v1/settlements/c1" ? { body: { ...moved, reason: "Kuntien työnjako." } } : undefined;
  });
  await show(() => <Settled />);
  await screen.findByText("ti 1.12.2026: Konsultaatio 26-0001: koordinaatioryhmä ratkaisi erimielisyyden: päävastuu siirtyi yksikölle Elmeri-koulut.");
  screen.getByText(/26-0002: .* päävastuulle etsitään toinen yksikkö/);
  expect(asked.some(({ path }) => path.startsWith("/v1/settlements/"))).toBe(false);
  fireEvent.click(screen.getByRole("button", { name: "Näytä perustelu: 26-0001" }));
  await screen.findByText("Kuntien työnjako.");
  fireEvent.click(screen.getByRole("button", { name: "Piilota perustelu: 26-0001" }));
  expect(screen.queryByText("Kuntien työnjako.")).toBeNull();
});
