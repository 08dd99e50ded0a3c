import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { BreakGlassJson } from "../../api/types";
import BreakGlassPage from "../BreakGlassPage";
import OpenContentPage from "../OpenContentPage";
import { asked, serve, show, type Answer } from "../testing/render";
import { isLate, isOpen } from "./state";

afterEach(cleanup);

const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
const posts = () => asked.filter((a) => a.method === "POST").map((a) => [a.path, a.body]);
const type = async (text: string) => fireEvent.change(await screen.findByRole("textbox"), { target: { value: text } });

async function coordinates(answer: () => Answer, role = "ROLE_COORDINATOR"): Promise<void> {
  serve(({ method, path }) => {
    if (path === "/v1/me") return { body: { id: "me", grants: [{ role }] } };
    return method === "POST" ? answer() : undefined;
  });
  await show(OpenContentPage, "/cases/$caseId/break-glass", "/cases/c1/break-glass?number=26-0001");
}

test("a case is opened with a reason that says something", async () => {
  await coordinates(() => ({ body: { id: "b1" } }));
  await screen.findByRole("heading", { name: "Avaa konsultaation sisältö" }); // whatever number its address names
  await press("Avaa sisältö");
  await screen.findByText("Kirjoita teksti.");
  await type("  Siksi.    ");
  await screen.findByText("Kirjoita vähintään 10 merkkiä.");
  expect(posts()).toEqual([]);
  await type(" Koulu ei saa vastausta. ");
  await press("Avaa sisältö");
  await screen.findByRole("status");
  await expect.poll(posts).toEqual([["/v1/cases/c1/break-glasses", { reason: "Koulu ei saa vastausta." }]]);
});

test("what is open already leads to the case, and what was typed stays", async () => {
  await coordinates(() => ({ status: 409, body: { status: 409, reason: "TRANSITION_REFUSED" } }));
  await type("Koulu ei saa vastausta.");
  await press("Avaa sisältö");
  expect((await screen.findByRole("link", { name: "Siirry konsultaatioon" })).getAttribute("href")).toBe("/cases/c1");
  expect((screen.getByRole("textbox") as HTMLTextAreaElement).value).toBe("Koulu ei saa vastausta.");
});

test("for others than coordinators there is nothing to open", async () => {
  await coordinates(() => ({ body: {} }), "ROLE_AUDITOR");
  await screen.findByRole("heading", { name: "Sivua ei löydy" });
});

const hour = 3_600_000;
const at = (before: number) => new Date(Date.now() - before).toISOString();
const glass = (id: string, before: number, more: Partial<BreakGlassJson> = {}): BreakGlassJson => ({
  id, number: `26-000${id}`, openerName: "Kerttu Koordi", reason: "Koulu ei saa vastausta.", toldNames: ["Johanna Johtaja"],
  createTime: at(before), expireTime: at(before - hour), ...more,
});

test("a review is recorded with what it found", async () => {
  const review = { allowedActions: ["BREAK_GLASS_ACTION_REVIEW"] as BreakGlassJson["allowedActions"] };
  serve(({ method, path }) => {
    if (path === "/v1/me") return { body: { id: "me", grants: [{ role: "ROLE_AUDITOR" }] } };
    if (method === "POST") return { body: {} };
    const breakGlasses = [
      glass("1", 10 * 24 * hour, review), glass("2", 2 * hour, { ...review, toldNames: [] }), glass("3", 0),
      glass("4", 48 * hour, { finding: "FINDING_IN_ORDER", reviewerName: "Tarja Tarkastaja", reviewTime: at(hour) }),
    ];
    return path.startsWith("/v1/break-glasses") ? { body: { breakGlasses, unreviewed: 3, totalSize: 4 } } : undefined;
  });
  await show(BreakGlassPage, "/break-glass");
  await screen.findByText("3 hätäavausta odottaa tarkastusta");
  const row = (number: string) => within(screen.getByText(number).closest("tr") as HTMLElement);
  row("26-0001").getByText("Yli viikon");
  row("26-0002").getByText("Yksiköllä ei ole johtajaa");
  row("26-0003").getByText(/^Auki /);
  row("26-0004").getByText("Asianmukainen");
  await press("Tarkasta avaus: 26-0001");
  const dialog = await screen.findByRole("dialog");
  await press("Kirjaa tarkastus");
  await within(dialog).findByText("Valitse tulos.");
  fireEvent.click(within(dialog).getByRole("radio", { name: "Selvitettävä" }));
  await press("Kirjaa tarkastus");
  await screen.findByText("Avaus 26-0001 on tarkastettu");
  expect(posts()).toEqual([["/v1/break-glasses/1:review", { finding: "FINDING_TO_BE_LOOKED_INTO" }]]);
});

test("an opening is open until its time or its end, and late when it has waited a week for its review", () => {
  const now = Date.now();
  expect(isOpen(glass("1", hour / 2), now)).toBe(true);
  expect(isOpen(glass("1", hour / 2, { endTime: at(0) }), now)).toBe(false);
  expect(isOpen(glass("1", 2 * hour), now)).toBe(false);
  expect(isLate(glass("1", 8 * 24 * hour), now)).toBe(true);
  expect(isLate(glass("1", 6 * 24 * hour), now)).toBe(false);
  expect(isLate(glass("1", 8 * 24 * hour, { finding: "FINDING_IN_ORDER" }), now)).toBe(false);
});
