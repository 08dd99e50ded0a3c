import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, test } from "vitest";
import { show } from "../testing/render";
import { inOrder, moveStep, textOf, type Draft, type Step } from "./draft";
import { StepsEditor } from "./StepsEditor";

afterEach(cleanup);

const step = (name: string): Step => ({ key: name, text: name, who: "", byWhen: "" });

function Four() {
  const [steps, setSteps] = useState<Step[]>([step("A"), step("B"), step("C"), step("D")]);
  return <StepsEditor steps={steps} onChange={setSteps} checked={false} />;
}

const texts = () => screen.getAllByLabelText<HTMLTextAreaElement>("Mitä tehdään").map((box) => box.value);
const focused = () => document.activeElement?.getAttribute("aria-label");

describe("the steps", () => {
  test("keep the focus on the step that is moved and say its place", async () => {
    await show(Four);
    fireEvent.click(await screen.findByRole("button", { name: "Siirrä vaihe 3 ylös" }));
    expect(texts()).toEqual(["A", "C", "B", "D"]);
    expect(focused()).toBe("Siirrä vaihe 2 ylös");
    expect(screen.getByRole("status").textContent).toBe("Vaihe 2/4");
    fireEvent.click(document.activeElement as HTMLElement);
    expect(texts()).toEqual(["C", "A", "B", "D"]);
    expect(focused()).toBe("Siirrä vaihe 1 ylös");
    fireEvent.click(document.activeElement as HTMLElement);
    expect(texts()).toEqual(["C", "A", "B", "D"]);
  });

  test("come back to their place when a removal is undone", async () => {
    await show(Four);
    fireEvent.click(await screen.findByRole("button", { name: "Poista vaihe 2" }));
    expect(texts()).toEqual(["A", "C", "D"]);
    expect(document.activeElement?.textContent).toBe("Kumoa");
    fireEvent.click(screen.getByRole("button", { name: "Kumoa" }));
    expect(texts()).toEqual(["A", "B", "C", "D"]);
    expect(focused()).toBe("Poista vaihe 2");
  });

  test("give a new step the focus", async () => {
    await show(Four);
    fireEvent.click(await screen.findByRole("button", { name: "Lisää vaihe" }));
    expect(screen.getAllByLabelText("Mitä tehdään")[4]).toBe(document.activeElement);
  });
});

describe("a draft", () => {
  const draft: Draft = { summary: "s", steps: [step("A"), { ...step("B"), text: " " }], watch: "", askAgain: "" };

  test("is saved without the steps that nobody filled in", () => {
    expect(textOf(draft).steps).toEqual([{ text: "A", who: "", byWhen: "" }]);
  });

  test("is not in order when a step says who but not what", () => {
    expect(inOrder(draft)).toBe(true);
    expect(inOrder({ ...draft, steps: [{ ...step("B"), text: "", who: "opettaja" }] })).toBe(false);
    expect(inOrder({ ...draft, summary: " " })).toBe(false);
  });

  test("keeps its steps when one is moved beyond the end", () => {
    expect(moveStep(draft.steps, 1, 1)).toEqual(draft.steps);
  });
});
