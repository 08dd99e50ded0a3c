import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { asked, serve, show, type Answer } from "../testing/render";
import { SendBox } from "./SendBox";

afterEach(cleanup);

const sent = vi.fn();

/** open shows a box whose text is on its way until the answer is let go. */
async function open(leaves: boolean): Promise<{ box: HTMLTextAreaElement; answer: (body: object) => void }> {
  sent.mockClear();
  let answer: (body: object) => void = () => undefined;
  const answered = new Promise<Answer>((go) => (answer = (body) => go({ body })));
  serve(() => answered);
  const texts = { path: "/v1/cases/c1/messages", kept: "message", label: "Viesti", send: "Lähetä", limit: 100, recipient: "" };
  await show(() => <SendBox item={{ id: "c1" }} {...texts} leaves={leaves} sent={() => "Lähetetty"} onSent={sent} />);
  const box = screen.getByLabelText<HTMLTextAreaElement>("Viesti");
  fireEvent.change(box, { target: { value: "Ensin tämä" } });
  fireEvent.click(screen.getByRole("button", { name: "Lähetä" }));
  await waitFor(() => expect(asked).toHaveLength(1));
  return { box, answer };
}

const kept = () => sessionStorage.getItem("vaatu.text.case.c1.message");

test("what was sent leaves the box, its counter and the device", async () => {
  const { answer } = await open(false);
  answer({ id: "m1" });
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>("Viesti").value).toBe(""));
  expect(screen.getByText("0/100")).toBeTruthy();
  expect(kept()).toBeNull();
  expect(sent).toHaveBeenCalledWith({ id: "m1" });
});

test("what is typed while a text is on its way stays, and so does the focus", async () => {
  const { box, answer } = await open(false);
  fireEvent.change(box, { target: { value: "Ensin tämä, ja vielä" } });
  answer({ id: "m1" });
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe("Lähetetty"));
  expect(box.value).toBe("Ensin tämä, ja vielä");
  expect(kept()).toBe("Ensin tämä, ja vielä");
  expect(sent).not.toHaveBeenCalled();
});

test("a box that goes away with the answer takes nothing more meanwhile", async () => {
  const { box, answer } = await open(true);
  expect(box.readOnly).toBe(true);
  answer({});
  await waitFor(() => expect(box.readOnly).toBe(false));
});

test("a box that goes away with the answer takes nothing more while the guard looks, either", async () => {
  serve(() => ({ body: {} }));
  const texts = { path: "/v1/cases/c3/questions/q1:reply", kept: "reply", label: "Vastaus", send: "Lähetä", limit: 100, recipient: "" };
  await show(() => <SendBox item={{ id: "c3" }} {...texts} outside leaves sent={() => "Lähetetty"} onSent={sent} />);
  const box = screen.getByLabelText<HTMLTextAreaElement>("Vastaus");
  fireEvent.change(box, { target: { value: "Luokassa on kahdeksan." } });
  fireEvent.click(screen.getByRole("button", { name: "Lähetä" }));
  expect(box.readOnly).toBe(true);
  await waitFor(() => expect(asked).toHaveLength(1));
});

test("what people read who do not read the case waits for the answers to its hints", async () => {
  serve(() => ({ body: {} }));
  const texts = { path: "/v1/cases/c2/questions/q1:reply", kept: "reply", label: "Vastaus", send: "Lähetä", limit: 100, recipient: "" };
  await show(() => <SendBox item={{ id: "c2" }} {...texts} outside sent={() => "Lähetetty"} onSent={sent} />);
  fireEvent.change(screen.getByLabelText("Vastaus"), { target: { value: "Matin luokassa on kahdeksan." } });
  fireEvent.click(screen.getByRole("button", { name: "Lähetä" }));
  await screen.findByText(/^Vastaa ensin/);
  expect(asked).toHaveLength(0);
  fireEvent.click(screen.getByRole("button", { name: "Jätä (Matin)" }));
  fireEvent.click(screen.getByRole("button", { name: "Lähetä" }));
  await waitFor(() => expect(asked).toHaveLength(1));
});
