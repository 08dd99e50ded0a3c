import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { serve, show } from "../testing/render";
import PartActions from "./PartActions";

afterEach(cleanup);

test("whoever works on a part reads why it was given, and what was said when it was put back", async () => {
  serve(({ path }) => (path === "/v1/me" ? { body: { id: "p1" } } : { body: {} }));
  const part = { id: "a1", placementReason: "Yksikkö tuntee koulun.", releaseNote: "Koulu odottaa soittoa." };
  await show(() => (
    <>
      <PartActions item={{ id: "c1" }} assignment={{ ...part, state: "STATE_WAITING" }} />
      <PartActions item={{ id: "c1" }} assignment={{ ...part, state: "STATE_DECLINED" }} />
    </>
  ));
  await screen.findByText("Perustelu, kun osuus annettiin");
  expect(screen.getAllByRole("definition").map((said) => said.textContent)).toEqual([part.placementReason, part.releaseNote]);
});
