import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import CasePage from "../CasePage";
import { asked, serve, show } from "../testing/render";
import { timeLeft } from "./timeLeft";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** opens shows a case that is open for some minutes; answers what ends it in the service. */
async function opens(minutes: number): Promise<() => void> {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let open = true;
  const expireTime = new Date(Date.now() + minutes * 60_000).toISOString();
  serve(({ method, path }) => {
    if (path === "/v1/me") return { body: { id: "p1", grants: [{ role: "ROLE_COORDINATOR" }] } };
    if (method === "POST" && path === "/v1/break-glasses/b1:end") {
      open = false;
      return { body: { id: "b1" } };
    }
    if (!open) return undefined;
    if (path === "/v1/cases/c1") {
      return { body: { id: "c1", number: "26-0001", phase: "PHASE_QUEUED", etag: "1", request: { situation: "Salaisuus" }, breakGlass: { id: "b1", expireTime } } };
    }
    return { body: {} };
  });
  await show(CasePage, "/cases/$caseId", "/cases/c1");
  await screen.findByText("Salaisuus");
  return () => {
    open = false;
  };
}

const isClosed = async () => {
  await screen.findByRole("heading", { name: "Konsultaatio on suljettu" });
  expect(screen.queryByText("Salaisuus")).toBeNull();
};

test("the time runs without being read aloud, and at its end the content is gone", async () => {
  await opens(6);
  const timer = screen.getByRole("timer");
  const before = timer.textContent;
  const said = screen.getByRole("status").textContent;
  await act(() => vi.advanceTimersByTimeAsync(3_000));
  expect(timer.textContent).not.toBe(before);
  expect(screen.getByRole("status").textContent).toBe(said);
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(screen.getByRole("status").textContent).toContain("viiden minuutin kuluttua");
  await act(() => vi.advanceTimersByTimeAsync(5 * 60_000));
  await isClosed();
  const calls = asked.length;
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(asked.length).toBe(calls);
});

test("it is closed by a button", async () => {
  await opens(60);
  fireEvent.click(screen.getByRole("button", { name: "Sulje nyt" }));
  await isClosed();
});

test("where the service closes it first, the page does not say that there was no such case", async () => {
  const close = await opens(60);
  close();
  await act(() => vi.advanceTimersByTimeAsync(16_000));
  await isClosed();
});

test("what is left is told in minutes and seconds", () => {
  expect([3_600_000, 3_599_001, 61_000, 59_500, 0, -1].map(timeLeft)).toEqual(["60:00", "60:00", "1:01", "1:00", "0:00", "0:00"]);
});
