import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { AssignmentJson } from "../../api/types";
import { asked, serve, show } from "../testing/render";
import { AssignmentActions } from "./AssignmentActions";

afterEach(cleanup);

test("a part goes back to the queue with a reason only", async () => {
  const assignment: AssignmentJson = { id: "a1", unitId: "u1", etag: "2", allowedActions: ["ACTION_RELEASE"] };
  serve(() => ({ body: { ...assignment, etag: "3" } }));
  const router = await show(() => <AssignmentActions item={{ id: "c1" }} assignment={assignment} />);
  fireEvent.click(screen.getByRole("button", { name: "Palauta jonoon" }));
  const dialog = within(await screen.findByRole("dialog"));
  const press = () => fireEvent.click(dialog.getByRole("button", { name: "Palauta jonoon" }));
  press();
  await screen.findByText("Kirjoita teksti.");
  expect(asked).toEqual([]);
  fireEvent.change(screen.getByRole("textbox", { name: /^Syy/ }), { target: { value: " Jään lomalle. " } });
  press();
  await waitFor(() => expect(router.state.location.pathname).toBe("/queues/u1"));
  expect(asked[0]).toMatchObject({ path: "/v1/assignments/a1:release", body: { reason: "Jään lomalle." } });
});
