import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { show } from "../pages/testing/render";
import { announce, announceDone, Done } from "./announce";

beforeEach(async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  await show(() => (
    <main>
      <h1 tabIndex={-1}>Jono</h1>
      <button>Työ</button>
      <Done />
    </main>
  ));
});

afterEach(() => {
  act(() => void vi.advanceTimersByTime(60_000)); // what was done is the module's, and would stand in the next test
  cleanup();
  vi.useRealTimers();
});

async function close(): Promise<HTMLElement> {
  const button = await screen.findByRole("button", { name: "Sulje ilmoitus" });
  await act(async () => undefined); // its time has begun
  return button;
}
const shown = () => document.querySelector(".vaatu-done")?.textContent;
const pass = (seconds: number) => act(() => void vi.advanceTimersByTime(seconds * 1000));

test("what was done is shown beside the one live region, and takes no focus", async () => {
  screen.getByRole("button", { name: "Työ" }).focus();
  act(() => announceDone("Poissaolo on tallennettu"));
  await close();
  expect(shown()).toBe("Poissaolo on tallennettu");
  expect(screen.getByRole("status").textContent).toBe("Poissaolo on tallennettu");
  const live = [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")];
  expect(live.filter((e) => e.textContent !== ""), "it is read once").toHaveLength(1);
  expect(document.activeElement?.textContent).toBe("Työ");
});

test("what is only for listeners is not shown, and takes nothing from sight", async () => {
  act(() => announce("12 näkyvissä"));
  expect(shown()).toBeUndefined();
  act(() => announceDone("Tallennettu"));
  await close();
  act(() => announce("13 näkyvissä"));
  expect(screen.getByRole("status").textContent).toBe("13 näkyvissä");
  expect(shown()).toBe("Tallennettu");
});

test("it goes after some seconds, which begin anew with what is done next, even if that is the same", async () => {
  act(() => announceDone("Tallennettu"));
  await close();
  pass(6);
  act(() => announceDone("Tallennettu"));
  pass(6);
  expect(shown()).toBe("Tallennettu");
  pass(3);
  expect(shown()).toBeUndefined();
});

test("it stays while it has the focus or is pointed at", async () => {
  act(() => announceDone("Tallennettu"));
  const button = await close();
  act(() => button.focus());
  pass(30);
  act(() => button.blur());
  fireEvent.pointerEnter(button);
  pass(30);
  expect(shown()).toBe("Tallennettu");
  fireEvent.pointerLeave(button);
  pass(9);
  expect(shown()).toBeUndefined();
});

test("closed from the keyboard, it leaves the focus on the page", async () => {
  act(() => announceDone("Tallennettu"));
  const button = await close();
  act(() => button.focus());
  fireEvent.click(button);
  expect(shown()).toBeUndefined();
  expect(document.activeElement?.tagName).toBe("H1");
});
