// Tests of the running program. One Vaatu with an empty database of its own serves all of them; each test makes its
// own cases, so that neither order nor number of workers matters.

import { defineConfig } from "@playwright/test";

const browser = {
  browserName: "chromium" as const,
  launchOptions: {
    executablePath: process.env.VAATU_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-gpu",
    ],
  },
};

const api = /api(-errors)?\.spec\.ts/;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/server.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  globalTimeout: 10 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { actionTimeout: 10_000, navigationTimeout: 15_000, trace: "retain-on-failure", locale: "fi-FI", timezoneId: "Europe/Helsinki" },
  projects: [
    { name: "api", testMatch: api },
    { name: "desktop", testIgnore: api, use: { ...browser, viewport: { width: 1280, height: 900 } } },
    {
      name: "phone",
      testIgnore: api,
      use: { ...browser, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
});
