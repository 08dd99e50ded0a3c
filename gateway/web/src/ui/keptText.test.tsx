import { afterEach, expect, test } from "vitest";
import { actAs } from "../api/acting";
import { keepText, keptNames, keptText, markOf } from "./keptText";

afterEach(() => sessionStorage.clear());

test("a mark is kept, and is no text that a person would miss", () => {
  keepText(markOf("case.c1.ask"), "{}");
  actAs("g1");
  expect(keptText(markOf("case.c1.ask"))).toBe("{}");
  expect(keptNames("")).toEqual([]);
  keepText("case.c1.ask", "Mikä luokka?");
  expect(keptNames("")).toEqual(["case.c1.ask"]);
});
