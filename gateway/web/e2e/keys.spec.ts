// The keys of texts cannot be reached: a case says so, the rest goes on.

import { Client } from "./client";
import { look } from "./look";
import { file } from "./sample";
import { expect, test } from "./test";

const school = "teacher-fi";

test("while the keys of texts are away the case says so, and lists go on", async ({ open, language, say }) => {
  const filed = await file(await Client.signIn(school));
  let away = true;
  const { page } = await open(school, `/cases/${filed.id}`, language, (p) =>
    p.route("**/v1/cases/*", (route) =>
      away ? route.fulfill({ status: 503, json: { status: 503, reason: "CONTENT_UNAVAILABLE", requestId: "r-1" } }) : route.continue(),
    ),
  );
  await expect(page.getByText(say("errors:contentUnavailable"))).toBeVisible();
  await look(page, "case, keys away");
  await page.goto("/cases");
  await expect(page.getByText(filed.number).first()).toBeVisible();
  await page.goBack();
  await expect(page.getByText(say("errors:contentUnavailable"))).toBeVisible();
  away = false; // the page tries again by itself
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(filed.number) })).toBeVisible();
});
