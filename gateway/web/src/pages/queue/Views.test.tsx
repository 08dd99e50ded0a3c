import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { serve, show } from "../testing/render";
import type { QueueFilter } from "./filter";
import { Views } from "./Views";

afterEach(cleanup);

function Chooser() {
  const [filter, setFilter] = useState<QueueFilter>({});
  return <Views unitId="u1" filter={filter} onChoose={setFilter} />;
}

test("of two views that show the same the one that was chosen stands chosen, and is the one that is renamed", async () => {
  const views = ["Näkö", "Maanantai"].map((name, i) => ({ id: `v${i}`, name, need: "NEED_VISION", etag: "1" }));
  serve(({ path }) => (path === "/v1/queues/u1/views" ? { body: { views } } : { body: {} }));
  await show(Chooser);
  await screen.findByRole("option", { name: "Maanantai" });
  const list = screen.getByRole<HTMLSelectElement>("combobox");
  fireEvent.change(list, { target: { value: "v1" } });
  await waitFor(() => expect(list.value).toBe("v1"));
  fireEvent.click(screen.getByRole("button", { name: "Nimeä uudelleen" }));
  expect((await screen.findByRole<HTMLInputElement>("textbox")).value).toBe("Maanantai");
});
