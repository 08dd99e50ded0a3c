import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useMe } from "../../api/queries";
import type { OwnEmailJson } from "../../api/types";
import { keptText, markOf } from "../../ui/keptText";
import { asked, serve, show, type Answer } from "../testing/render";
import { EmailCard } from "./EmailCard";
import { OwnEmail } from "./OwnEmail";

afterEach(cleanup);

const waiting = { toVerify: "maija@example.fi", expireTime: new Date(Date.now() + 900_000).toISOString() };

const refusal = (field: string, description: string): Answer => ({
  status: 400,
  body: { status: 400, reason: "VALIDATION", fieldViolations: [{ field, description }] },
});

/** open shows a part of a page to a person with such an address; the rest the test answers. */
async function open(Part: () => React.ReactElement, email: OwnEmailJson, answer: (call: string) => Answer): Promise<void> {
  serve(({ method, path }) => (path === "/v1/me" ? { body: { id: "p1", email } } : answer(`${method} ${path}`)));
  function Ready() {
    return useMe().data ? <Part /> : <p>…</p>;
  }
  await show(Ready);
  await screen.findByRole("heading", { level: 2 });
}

const type = (label: string, text: string) => fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

test("an address is asked for, and verified by the code that comes to it", async () => {
  await open(() => <OwnEmail />, {}, (call) => ({ body: call.endsWith(":verify") ? { address: waiting.toVerify } : waiting }));
  type("Sähköpostiosoite", "maija@example.fi");
  expect(keptText("email.address")).toBe("maija@example.fi");
  press("Lähetä koodi");
  const code = await screen.findByLabelText("Koodi");
  await waitFor(() => expect(document.activeElement).toBe(code));
  expect(keptText("email.address")).toBe("");
  type("Koodi", "1234 5678");
  press("Vahvista osoite");
  await screen.findByRole("button", { name: "Poista osoite" });
  expect(screen.getByText("Osoitteesi on maija@example.fi.")).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("heading", { level: 2 })));
  expect(asked.filter((a) => a.method === "POST").map((a) => a.body)).toEqual([{ email: "maija@example.fi" }, { digits: "1234 5678" }]);
});

test("what is wrong with a code stands at its field, and another can be asked for", async () => {
  let answer = refusal("digits", "Koodi on väärä. Yrityksiä on jäljellä 4.");
  await open(() => <OwnEmail />, waiting, () => answer);
  type("Koodi", "12345678");
  press("Vahvista osoite");
  await screen.findByText("Koodi on väärä. Yrityksiä on jäljellä 4.");
  expect(document.activeElement).toBe(screen.getByLabelText("Koodi"));
  answer = refusal("email", "Koodeja on lähetetty jo 3 tunnin aikana.");
  press("Lähetä uusi koodi");
  await screen.findByText("Koodeja on lähetetty jo 3 tunnin aikana.");
  answer = { body: waiting };
  press("Lähetä uusi koodi");
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("Koodi").value).toBe(""));
  expect(screen.queryByText(/Koodeja on lähetetty/)).toBeNull();
});

test("an address that is none is said to be at its field", async () => {
  await open(() => <OwnEmail />, { address: "vanha@example.fi" }, () => refusal("email", "Kirjoita osoite muodossa nimi@esimerkki.fi."));
  press("Vaihda osoite");
  type("Sähköpostiosoite", "maija");
  press("Lähetä koodi");
  await screen.findByText("Kirjoita osoite muodossa nimi@esimerkki.fi.");
  expect(screen.getByLabelText("Sähköpostiosoite").getAttribute("aria-invalid")).toBe("true");
  press("Takaisin");
  await screen.findByRole("button", { name: "Poista osoite" });
});

test("who would rather not is not asked again, and who has an address is not asked at all", async () => {
  await open(() => <EmailCard />, {}, () => ({ body: {} }));
  press("Ei nyt");
  await waitFor(() => expect(screen.queryByRole("heading", { level: 2 })).toBeNull());
  expect(keptText(markOf("email.later"))).toBe("1");
  cleanup();
  serve(() => ({ body: { id: "p1", email: { address: "maija@example.fi" } } }));
  await show(function Whole() {
    return <div data-testid="whole">{useMe().data ? <EmailCard /> : "…"}</div>;
  });
  const whole = screen.getByTestId("whole");
  await waitFor(() => expect(whole.textContent).toBe(""));
  expect(within(whole).queryByRole("button")).toBeNull();
});
