import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { CaseJson } from "../../api/types";
import { serve, show } from "../testing/render";
import Outcome from "./Outcome";

afterEach(cleanup);

async function told(closeOut: CaseJson["closeOut"]) {
  serve(() => ({ body: {} }));
  await show(() => <Outcome item={{ id: "c1", closeOut }} focused={false} />);
  const name = (await screen.findByRole("heading", { level: 2 })).textContent;
  return [name, ...screen.getAllByRole("definition").map((said) => said.textContent)];
}

test("the end tells what the school said of the advice", async () => {
  expect(await told({ effect: "EFFECT_NEW_PLAN", value: 4, comment: "Toimii." })).toEqual(["Koulun palaute", "Uusi suunnitelma", "4", "Toimii."]);
});

test("the end of a request that was taken back tells why", async () => {
  expect(await told({ comment: "Oppilas muutti." })).toEqual(["Pyyntö on peruttu", "Oppilas muutti."]);
});
