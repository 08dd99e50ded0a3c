import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { keepText, keptText } from "../../ui/keptText";
import { show } from "../testing/render";
import { UnsentOf } from "./UnsentOf";

afterEach(cleanup);

/** Typed before the page was shown: whoever draws it forgets all texts first. */
function Typed() {
  useState(() => {
    keepText("case.c1.message", "Sama teksti");
    keepText("case.c1.ask", "Sama teksti");
    keepText("case.c2.message", "Toisesta konsultaatiosta");
  });
  return <UnsentOf caseId="c1" />;
}

test("what was typed of a case that is lost is shown, like texts each by itself, until it is deleted", async () => {
  const complain = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await show(Typed);
  expect(screen.getAllByText("Sama teksti")).toHaveLength(2);
  expect(complain).not.toHaveBeenCalled();
  complain.mockRestore();
  for (const left of [1, 0]) {
    const [button] = screen.getAllByRole("button", { name: "Poista teksti" });
    if (button) fireEvent.click(button);
    expect(screen.queryAllByText("Sama teksti")).toHaveLength(left);
  }
  expect([keptText("case.c1.message"), keptText("case.c1.ask"), keptText("case.c2.message")]).toEqual(["", "", "Toisesta konsultaatiosta"]);
  expect(screen.queryByRole("heading", { level: 2 })).toBeNull();
});
