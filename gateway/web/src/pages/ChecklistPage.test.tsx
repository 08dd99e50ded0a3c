import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import ChecklistPage from "./ChecklistPage";
import { serve, show } from "./testing/render";

afterEach(cleanup);

test("the checklist is about a pupil without a name or about a group, and a choice stays chosen", async () => {
  serve(() => ({ body: {} }));
  await show(ChecklistPage, "/checklist");
  const subject = await screen.findByRole("group", { name: /^Ketä asia koskee/ });
  const choices = [...subject.querySelectorAll("input")];
  expect(choices.map((choice) => choice.value)).toEqual(["ABOUT_ANONYMOUS_PUPIL", "ABOUT_GROUP"]);
  for (const choice of [choices[1], choices[0]]) {
    choice?.click();
    expect(choice?.checked).toBe(true);
  }
});
