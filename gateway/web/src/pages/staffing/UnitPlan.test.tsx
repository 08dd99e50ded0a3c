import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { UnitPlanJson } from "../../api/types";
import { serve, show } from "../testing/render";
import { Reasons } from "./Reasons";
import { UnitPlan } from "./UnitPlan";

afterEach(cleanup);

const unit: UnitPlanJson = {
  unitId: "u1",
  unitNameFi: "Valteri",
  rows: [
    {
      assignment: { id: "a1", card: { number: "26-0001", needs: ["NEED_AUTISM"] } },
      candidate: { personId: "p1", name: "Ville", told: true, reasons: [{ code: "FIT_CODE_WITHIN_LIMIT", value: 20, of: 150 }] },
      loadBefore: 10,
      weeklyHours: 18,
      runnerUp: { personId: "p2", name: "Vappu", lessEven: true },
    },
  ],
  unplaced: [{ assignment: { id: "a2", card: { number: "26-0002", needs: ["NEED_HEARING"] } }, why: "FIT_REFUSAL_NO_COMPETENCE", experts: 2 }],
};

test("of whom nothing is told no figure of what they know stands, and of another area it is said whether the school wishes for a visit", async () => {
  serve(() => undefined);
  const competence = { code: "FIT_CODE_COMPETENCE", value: 1, of: 1 } as const;
  for (const [told, against, shown] of [
    [true, false, ["tuntee tarpeista 1/1", "toisella alueella, mutta koulu ei toivo käyntiä"]],
    [false, true, ["Huomaa: toisella alueella, ja koulu toivoo käyntiä", "Huomaa: osaamista ei ole kerrottu, joten oletetaan yksikön tarpeet"]],
  ] as const) {
    await show(() => <Reasons candidate={{ told, reasons: [competence, { code: "FIT_CODE_OTHER_AREA", against }] }} />);
    expect((await screen.findAllByRole("listitem")).map((li) => li.textContent)).toEqual(shown);
    cleanup();
  }
});

test("of a unit coordination is shown who is proposed and at what cost, and why a case has no place, and accepts nothing", async () => {
  serve(() => undefined);
  await show(() => <UnitPlan unit={unit} />);
  const title = await screen.findByRole("button", { name: "Valteri: 1 saa asiantuntijan, 1 jää ilman" });
  expect(screen.queryByText("26-0001")).toBeNull();
  fireEvent.click(title);
  for (const shown of ["26-0001", "Ville", "Kuorma 1 → 2 tapausta, 18 h viikossa", "Vappu: kuorma jakautuu epätasaisemmin", "26-0002", "Kuuleminen"]) {
    expect(screen.getByText(shown)).toBeTruthy();
  }
  expect(screen.getAllByRole("button")).toHaveLength(1);
});
