import { cleanup, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { keepText, keptText } from "../../ui/keptText";
import { show } from "../testing/render";
import { Unsent } from "./Unsent";

afterEach(cleanup);

const moved = vi.fn();

/** Typed before the page was shown: whoever draws it forgets all texts first. */
function Typed() {
  useState(() => {
    keepText("case.c1.reply.q1", "Tämä ehti myöhässä");
    keepText("case.c1.reply.q2", "Tätä kirjoitan vielä");
    keepText("case.c1.message", "Hei");
  });
  return <Unsent caseId="c1" replying={["q2"]} onMoved={moved} />;
}

async function open(): Promise<void> {
  moved.mockClear();
  await show(Typed);
}

test("a reply to a question that takes none any more is shown and can become a message", async () => {
  await open();
  expect(screen.getByText("Tämä ehti myöhässä")).toBeTruthy();
  expect(screen.queryByText("Tätä kirjoitan vielä")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Siirrä viestiin" }));
  expect(keptText("case.c1.message")).toBe("Hei\n\nTämä ehti myöhässä");
  expect(moved).toHaveBeenCalledOnce();
  expect(screen.queryByText("Tämä ehti myöhässä")).toBeNull();
});

test("or be deleted", async () => {
  await open();
  fireEvent.click(screen.getByRole("button", { name: "Poista teksti" }));
  expect(keptText("case.c1.reply.q1")).toBe("");
  expect(keptText("case.c1.message")).toBe("Hei");
  expect(keptText("case.c1.reply.q2")).toBe("Tätä kirjoitan vielä");
});
