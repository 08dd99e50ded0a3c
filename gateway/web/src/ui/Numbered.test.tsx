import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Numbered } from "./Numbered";

afterEach(cleanup);

test("a number stays whole, wherever in a text it stands, and other words may break", () => {
  const { container } = render(<Numbered text="Konsultaatio WA83-5VB, VALO-projekti" />);
  expect(container.textContent).toBe("Konsultaatio WA83-5VB, VALO-projekti");
  expect(screen.getByText("WA83-5VB").className).toBe("vaatu-number");
  expect(container.querySelectorAll("span")).toHaveLength(1);
});
