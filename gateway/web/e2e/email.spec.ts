// The address for notices: asked for at the first sign-in, verified by a code that is mailed to it, changed in the settings.

import { baseURL } from "./client";
import { look } from "./look";
import { expect, test } from "./test";
import { sayIn } from "./texts";

type Mail = { to: string; subject: string; text: string };

/** mailTo answers the latest mail to an address. */
async function mailTo(address: string): Promise<Mail | undefined> {
  const mails = (await (await fetch(`${baseURL()}/dev/mail.json`)).json()) as Mail[];
  return mails.find((m) => m.to === address);
}

test("who has no address is asked for one at the start, verifies it, and finds it in the settings", async ({ open, phone }) => {
  // The two screens share one program, and an address belongs to one person.
  const [persona, language] = phone ? (["newcomer-sv", "sv"] as const) : (["newcomer-fi", "fi"] as const);
  const say = sayIn(language);
  const email = `${persona}.${Date.now()}@example.fi`;
  const { page } = await open(persona, "/", language);
  const button = (key: string) => page.getByRole("button", { name: say(`start:email.${key}`), exact: true });
  const field = (key: string) => page.getByRole("textbox", { name: say(`start:email.${key}`) });
  await expect(button("later")).toBeVisible();
  await look(page, "email, asked for at the start");
  await button("later").click();
  await expect(button("send")).toHaveCount(0);
  await page.goto("/drafts");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(button("send")).toHaveCount(0);
  // A later sign-in asks again.
  await page.evaluate(() => fetch("/auth/logout", { method: "POST" }));
  await page.goto(`/auth/login?login_hint=${persona}&return_to=/`);
  await field("address").fill("ei osoite");
  await page.keyboard.press("Enter");
  await expect(field("address")).toHaveAttribute("aria-invalid", "true");
  await look(page, "email, no address");
  await field("address").fill(email);
  await page.keyboard.press("Enter");
  await expect(field("code")).toBeFocused();
  await expect.poll(async () => (await mailTo(email))?.text).toBeTruthy();
  const mail = await mailTo(email);
  expect(mail?.subject).toContain("Vaatu");
  const code = /\b\d{4} \d{4}\b/.exec(mail?.text ?? "")?.[0] ?? "";
  await field("code").fill(code.startsWith("9") ? `0${code.slice(1)}` : `9${code.slice(1)}`);
  await page.keyboard.press("Enter");
  await expect(page.getByText(phone ? "Du har 4 försök kvar" : "jäljellä 4")).toBeVisible();
  await look(page, "email, a wrong code");
  await page.goto("/settings");
  await expect(page.getByText(email).first()).toBeVisible();
  await look(page, "settings, waiting for a code");
  await field("code").fill(code);
  await page.keyboard.press("Enter");
  await expect(button("remove")).toBeVisible();
  await look(page, "settings, with an address");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(button("send")).toHaveCount(0);
  await page.goto("/settings");
  await button("remove").click();
  await expect(button("send")).toBeVisible();
  await expect.poll(async () => (await mailTo(email))?.text).toContain("/settings");
});
