import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import CasePage from "./CasePage";
import { serve, show } from "./testing/render";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const me = { id: "p1", grants: [{ role: "ROLE_REQUESTER", schoolId: "s1" }] };
const advised = (etag: string) => ({
  id: "c1",
  number: "26-0001",
  schoolId: "s1",
  etag,
  phase: "PHASE_ADVISED",
  allowedActions: ["ACTION_ACKNOWLEDGE"],
});
const revision = (n: number) => ({ id: `r${n}`, revision: n, publishTime: "2026-12-01T08:42:00Z", advice: { summary: `Neuvo ${n}` } });
const confirm = { name: "Kuittaa luetuksi" };

test("the school is asked to confirm only the advice that stands on its page", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let item: object = { ...advised("1"), phase: "PHASE_IN_CONSULTATION", allowedActions: [] };
  let advice: object[] = [];
  let answers = true;
  serve(({ path }) => {
    if (path === "/v1/me") return { body: me };
    if (path === "/v1/cases/c1") return { body: item };
    if (path.endsWith("/advice")) return answers ? { body: { advice } } : { status: 503, body: { status: 503 } };
    return { body: {} };
  });
  await show(CasePage, "/cases/$caseId", "/cases/c1");
  await screen.findByText("Suosituksia ei ole vielä julkaistu.");

  [item, advice] = [advised("2"), [revision(1)]];
  await act(() => vi.advanceTimersByTimeAsync(16_000));
  await screen.findByRole("button", confirm);
  expect(screen.queryByText("Neuvo 1")).not.toBeNull();

  [item, advice, answers] = [advised("3"), [revision(2), revision(1)], false];
  await act(() => vi.advanceTimersByTimeAsync(16_000));
  expect(screen.queryByRole("button", confirm)).toBeNull();

  answers = true;
  screen.getByRole("button", { name: "Yritä uudelleen" }).click();
  await screen.findByText("Neuvo 2");
  await screen.findByRole("button", confirm);
});
