// What every page keeps to, whatever is on it.

import AxeBuilder from "@axe-core/playwright";
import type { Page, Request } from "@playwright/test";
import { expect } from "./test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * look checks the page as it stands now: accessibility, its name and language, nothing wider than the screen.
 * VAATU_PICTURES names a folder that keeps a picture of it.
 */
export async function look(page: Page, name: string): Promise<void> {
  await expect(page.locator("h1"), name).toHaveCount(1);
  await expect(page.locator(".fi-loadingSpinner"), name).toHaveCount(0);
  const folder = process.env.VAATU_PICTURES;
  const width = page.viewportSize()?.width ?? 0;
  const language = await page.locator("html").getAttribute("lang");
  if (folder) await page.screenshot({ path: `${folder}/${name.replaceAll(" ", "-")}.${width}.${language}.png`, fullPage: true });
  const found = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] }).withTags(rules).analyze();
  const violations = found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} ${n.html.slice(0, 160)}`));
  expect.soft(violations, `${name}: accessibility`).toEqual([]);
  await expect.soft(page, `${name}: title`).toHaveTitle(/^.+ – Vaatu$/);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(overflow, `${name}: pixels beyond the screen`).toBeLessThanOrEqual(0);
}

/** withoutData makes every list answer that there is nothing. */
export async function withoutData(page: Page): Promise<void> {
  const lists = /\/v1\/(break-glasses|cases|disputes|drafts|grants:search|handOvers|triage|caseload|caseload\/cases|queues\/[^/]+\/assignments)(\?.*)?$/;
  const reads = (request: Request) => request.method() === "GET" || request.url().endsWith(":search");
  await page.route(lists, (route) => (reads(route.request()) ? route.fulfill({ json: {} }) : route.continue()));
}
