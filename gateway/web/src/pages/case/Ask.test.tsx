import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { serve, show } from "../testing/render";
import { Ask } from "./Ask";

afterEach(cleanup);

test("a question that was begun is put away, and is there again", async () => {
  serve(() => ({ body: {} }));
  await show(() => <Ask item={{ id: "1", phase: "PHASE_IN_CONSULTATION", assignments: [] }} onSent={() => undefined} />);
  const opener = () => screen.getByRole("button", { name: "Kysy koululta" });
  fireEvent.click(opener());
  const box = await screen.findByLabelText<HTMLTextAreaElement>("Kysymys", { selector: "textarea" });
  await waitFor(() => expect(document.activeElement?.tagName).toBe("H2"));
  fireEvent.change(box, { target: { value: "Mikä auttaa?" } });
  fireEvent.click(screen.getByRole("button", { name: "Takaisin" }));
  await waitFor(() => expect(document.activeElement).toBe(opener()));
  fireEvent.click(opener());
  expect((await screen.findByLabelText<HTMLTextAreaElement>("Kysymys", { selector: "textarea" })).value).toBe("Mikä auttaa?");
});
