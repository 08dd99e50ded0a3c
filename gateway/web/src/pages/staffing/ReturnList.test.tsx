import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { ReturnJson } from "../../api/types";
import { asked, serve, show } from "../testing/render";
import { Kept, Returned } from "./Returned";

afterEach(cleanup);

test("a substitute is shown what is to be returned and to whom, and keeps a case once they have confirmed it", async () => {
  let returns: ReturnJson[] = [{ assignmentId: "a1", caseId: "c1", number: "2026-000001", personId: "p1", name: "Ville" }];
  serve(({ path }) => {
    if (path === "/v1/returns") return { body: { returns } };
    if (path !== "/v1/assignments/a1:keep") return undefined;
    returns = [];
    return { body: {} };
  });
  await show(() => <Returned />);
  await screen.findByText("Ville on palannut.");
  fireEvent.click(screen.getByRole("button", { name: "Pidän tämän: 2026-000001" }));
  await screen.findByText(/Ville saa siitä sähköpostin/);
  expect(asked.some(({ method }) => method === "POST")).toBe(false);
  fireEvent.click(screen.getByRole("button", { name: "Pidän tämän" }));
  await waitFor(() => expect(screen.queryByText("Ville on palannut.")).toBeNull());
});

test.each([Returned, Kept])("whoever was away is told which case does not come back, and who keeps it", async (Shown) => {
  serve(({ path }) => (path === "/v1/returns" ? { body: { kept: [{ assignmentId: "a1", number: "26-0001", name: "Vappu", keepTime: "2026-12-01T10:00:00Z" }] } } : undefined));
  await show(() => <Shown />);
  await screen.findByText("ti 1.12.2026: Vappu pitää pysyvästi tapauksen 26-0001, jonka hän sai poissaolosi ajaksi.");
});
