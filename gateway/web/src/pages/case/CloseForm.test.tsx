import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import type { CaseJson } from "../../api/types";
import { asked, serve, show, type Answer } from "../testing/render";
import CloseForm from "./CloseForm";

afterEach(cleanup);

const item: CaseJson = { id: "c1", number: "26-0001", etag: "7", phase: "PHASE_ADVISED", allowedActions: ["ACTION_CLOSE"] };
const open = () => show(() => <CloseForm item={item} onCancel={() => undefined} onClosed={() => undefined} />);
const closed = () => asked.filter((a) => a.path === "/v1/cases/c1:close");
const press = () => fireEvent.click(screen.getByRole("button", { name: "Päätä konsultaatio" }));

describe("the school's word at the end", () => {
  test("needs the effect, and takes the focus there", async () => {
    serve(() => ({ body: {} }));
    await open();
    press();
    await screen.findByText("Valitse yksi.");
    expect(document.activeElement).toBe(screen.getByLabelText("Vahvisti suunnitelman"));
    expect(closed()).toEqual([]);
  });

  test("goes out with the etag that was seen, and only with what was given", async () => {
    serve(() => ({ body: { ...item, phase: "PHASE_CLOSED" } }));
    await open();
    fireEvent.click(screen.getByLabelText("Uusi suunnitelma"));
    fireEvent.click(screen.getByLabelText("4"));
    press();
    await waitFor(() => expect(closed()).toHaveLength(1));
    expect(closed()[0]?.body).toEqual({ closeOut: { effect: "EFFECT_NEW_PLAN", value: 4 } });
    expect(closed()[0]?.headers.get("If-Match")).toBe('"7"');
    expect(closed()[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("keeps the comment when the service refuses, and repeats the same intent under the same key", async () => {
    const answers: Answer[] = [
      { status: 503, body: { status: 503, reason: "UNAVAILABLE", requestId: "r-1" } },
      { body: { ...item, phase: "PHASE_CLOSED" } },
    ];
    serve(({ path }) => (path.endsWith(":close") ? answers.shift() : { body: {} }));
    await open();
    fireEvent.click(screen.getByLabelText("Ei hyötyä"));
    const comment = screen.getByLabelText<HTMLTextAreaElement>(/^Kommentti/);
    fireEvent.change(comment, { target: { value: "Kesken jäi" } });
    press();
    await screen.findByText("Virheen tunnus: r-1");
    expect(comment.value).toBe("Kesken jäi");
    press();
    await waitFor(() => expect(closed()).toHaveLength(2));
    const [first, second] = closed().map((a) => a.headers.get("Idempotency-Key"));
    expect(second).toBe(first);
    await waitFor(() => expect(comment.value).toBe(""));
  });
});
