import { useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { caseQuery } from "../../api/queries";
import { asked, serve, show } from "../testing/render";
import Reopen from "./Reopen";

afterEach(cleanup);

function Page() {
  const { data } = useQuery(caseQuery("c1"));
  return data ? <Reopen item={data} /> : <></>;
}

test("a case that was changed while it stayed closed is reopened by the next press", async () => {
  let etag = "1";
  serve(({ method, path, headers }) => {
    if (path !== "/v1/cases/c1:reopen" && method === "GET") return { body: { id: "c1", number: "26-0001", etag, allowedActions: ["ACTION_REOPEN"] } };
    if (headers.get("If-Match") === `"${etag}"`) return { body: { id: "c1", etag: "3" } };
    return { status: 412, body: { status: 412, reason: "ETAG_STALE" } };
  });
  await show(Page);
  fireEvent.click(await screen.findByRole("button", { name: /avaa|jatka/i }));
  etag = "2";
  fireEvent.change(await screen.findByRole("textbox"), { target: { value: "Tilanne on muuttunut" } });
  const send = () => fireEvent.click(screen.getAllByRole("button").filter((b) => b.closest("[role=dialog]"))[0] as HTMLElement);
  send();
  await screen.findByRole("alert");
  send();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.filter((a) => a.path.endsWith(":reopen")).map((a) => a.headers.get("If-Match"))).toEqual(['"1"', '"2"']);
});
