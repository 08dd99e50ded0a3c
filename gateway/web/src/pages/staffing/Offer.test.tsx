import { useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { useRef, useState } from "react";
import { afterEach, expect, test } from "vitest";
import { caseQuery } from "../../api/queries";
import { asked, serve, show } from "../testing/render";
import { Offer } from "./Offer";

afterEach(cleanup);

function Page() {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const { data } = useQuery(caseQuery("c1")); // as another page has read it
  if (!data) return <p>Ladataan</p>;
  return (
    <>
      <button ref={opener} onClick={() => setOpen(true)}>Avaa</button>
      {open && <Offer caseId="c1" isPart={(a) => a.id === "a1"} receiver="p1" opener={opener} onClose={() => setOpen(false)} />}
    </>
  );
}

test("what was read before is not taken for what stands now when that cannot be read", async () => {
  let away = false;
  serve(({ path }) => {
    if (path !== "/v1/cases/c1") return undefined;
    return away ? { status: 503, body: { status: 503, reason: "UNAVAILABLE" } } : { body: { id: "c1", assignments: [] } };
  });
  await show(Page);
  const button = await screen.findByRole("button", { name: "Avaa" });
  away = true;
  fireEvent.click(button);
  await screen.findByRole("alert");
  expect(screen.queryByText(/Siirtoa on jo tarjottu|ei ole enää/)).toBeNull();
  away = false;
  fireEvent.click(screen.getByRole("button", { name: "Yritä uudelleen" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

test("what stands against an offer is read anew when it is opened", async () => {
  let offered = true;
  serve(({ path }) =>
    path === "/v1/cases/c1"
      ? {
          body: {
            id: "c1",
            assignments: [{ id: "a1", state: "STATE_HELD" }],
            handOvers: [{ id: "h1", assignmentId: "a1", state: offered ? "HAND_OVER_STATE_OFFERED" : "HAND_OVER_STATE_DECLINED" }],
          },
        }
      : undefined,
  );
  await show(Page);
  const button = await screen.findByRole("button", { name: "Avaa" });
  offered = false;
  fireEvent.click(button);
  await screen.findByRole("heading", { name: "Siirron tarjoaminen kollegalle" });
  expect(screen.queryByText(/Siirtoa on jo tarjottu/)).toBeNull();
  expect(asked.filter(({ path }) => path === "/v1/cases/c1")).toHaveLength(2);
});
