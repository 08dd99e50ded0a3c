import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { serve, show } from "../testing/render";
import Events from "./Events";

afterEach(cleanup);

const by = (role: string, name: string) => ({ role, name });
const happened = [
  { kind: "DECLINED", author: by("ROLE_EXPERT", "Ville") },
  { kind: "RELEASED", author: by("ROLE_CLOCK", "") },
  { kind: "ASKED", author: by("ROLE_COORDINATOR", "Kirsi") },
  { kind: "DISPUTED", author: by("ROLE_EXPERT", "Elina") },
  { kind: "DISPUTE_SETTLED", disputeOutcome: "DISPUTE_OUTCOME_MOVES", author: by("ROLE_COORDINATOR", "Kirsi") },
  { kind: "LEAD_MOVED", author: by("ROLE_COORDINATOR", "Kirsi") },
];

/** told answers the lines of the timeline, without their times. */
async function told(side: "school" | "expert") {
  serve(({ path }) => (path === "/v1/cases/c1/events" ? { body: { events: happened.map((e, i) => ({ ...e, version: i + 1 })) } } : { body: {} }));
  await show(() => <Events item={{ id: "c1", etag: "3" }} side={side} />);
  return (await screen.findAllByRole("listitem")).map((line) => line.textContent);
}

test("what happened is told in words, and by whom where that says something", async () => {
  const lines = await told("expert");
  expect(lines).toEqual([
    "Yksikkö ei ottanut konsultaatiota · Ville, Asiantuntija",
    "Asiantuntija vaihtuu. Yksikkö etsii uuden asiantuntijan.",
    "Koordinaatioryhmä kysyi koululta.",
    "Erimielisyys päävastuusta vietiin koordinaatioryhmälle · Elina, Asiantuntija",
    "Erimielisyys päävastuusta ratkaistiin: päävastuu siirtyi · Kirsi, Koordinaatioryhmä",
    "Päävastuu siirtyi toiselle yksikölle · Kirsi, Koordinaatioryhmä",
  ]);
});

test("a school is not told that a unit declined, but what follows", async () => {
  expect((await told("school"))[0]).toBe("Etsimme sopivamman yksikön");
});
