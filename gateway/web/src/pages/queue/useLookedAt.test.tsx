import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lookedAt, useLookedAt } from "./useLookedAt";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Rows() {
  const { caseId, heard } = useLookedAt();
  return (
    <>
      <ul {...heard}>
        {["c1", "c2"].map((id) => (
          <li key={id}>
            <span {...lookedAt(id)}>{id}</span>
            <button>Ota {id}</button>
          </li>
        ))}
      </ul>
      <output>{caseId}</output>
    </>
  );
}

const row = (id: string) => screen.getByRole("button", { name: `Ota ${id}` });
const pass = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis));
const looked = () => screen.getByRole("status").textContent;

test("a row is looked at where the pointer or the focus rests, and not where it only passes", async () => {
  render(<Rows />);
  fireEvent.pointerOver(row("c1"));
  await pass(300);
  fireEvent.pointerOver(row("c2"));
  await pass(600);
  expect(looked()).toBe("");
  await pass(200);
  expect(looked()).toBe("c2");
  act(() => row("c1").focus());
  await pass(800);
  expect(looked()).toBe("c1");
  // The pointer leaves the table: the row with the focus is looked at again.
  fireEvent.pointerOver(row("c2"));
  fireEvent.pointerOut(row("c2"), { relatedTarget: document.body });
  await pass(800);
  expect(looked()).toBe("c1");
  act(() => row("c1").blur());
  await pass(800);
  expect(looked()).toBe("");
});
