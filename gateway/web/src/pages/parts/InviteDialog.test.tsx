import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, expect, test } from "vitest";
import { serve, show } from "../testing/render";
import InviteDialog from "./InviteDialog";

afterEach(cleanup);

test("an empty invitation leads to the first field that lacks something", async () => {
  const unit = { id: "u1", nameFi: "Mikael", actor: "ACTOR_VALTERI" };
  serve(({ path }) => ({ body: path.startsWith("/v1/units") ? { units: [unit] } : path.startsWith("/v1/actors") ? { actors: [{ actor: "ACTOR_VALTERI" }] } : {} }));
  await show(() => <InviteDialog item={{ id: "c1", etag: "1" }} opener={createRef()} onClose={() => undefined} />);
  fireEvent.click(await screen.findByRole("button", { name: "Lähetä kutsu" }));
  await waitFor(() => expect(document.activeElement?.tagName).toBe("SELECT"));
  fireEvent.change(document.activeElement as HTMLElement, { target: { value: (await screen.findByRole<HTMLOptionElement>("option", { name: /Mikael/ })).value } });
  fireEvent.click(screen.getByRole("button", { name: "Lähetä kutsu" }));
  await waitFor(() => expect(document.activeElement?.tagName).toBe("TEXTAREA"));
});
