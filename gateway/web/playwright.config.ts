// Tests of the running program. One Vaatu with an empty database of its own serves all of them; each test makes its
// own cases, so that neither order nor number of workers matters.

import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// Chromium without windows: a person's browser opens in less than half the work of the whole one.
const shell = "/usr/bin/chromium-headless-shell";

const browser = {
  browserName: "chromium" as const,
  launchOptions: {
    executablePath: process.env.VAATU_CHROMIUM ?? (existsSync(shell) ? shell : "/usr/bin/chromium"),
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
// The same on every screen: whole files, and single tests by their tag.
const screenless = /(weight|attack-foreign|attack-names|attack-texts|quarantine|keys|moments)\.spec\.ts/;
const tagged = /@screenless/;
// Needs a browser that shows PDFs: `make test-long` has one.
const unseen = process.env.VAATU_VIEWER ? [] : [/preview\.spec\.ts/];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/server.ts",
  fullyParallel: true,
  workers: 2,
  // One more try on the slow shared machines of CI; a test that needed it is named flaky in the closing lines.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  // Generous: a slow machine is no fault of the program, and a test that passes never waits for these.
  timeout: 120_000,
  globalTimeout: 40 * 60_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    screenshot: "only-on-failure",
    trace: process.env.VAATU_TRACE ? "retain-on-failure" : "off",
    locale: "fi-FI",
    timezoneId: "Europe/Helsinki",
  },
  projects: [
    { name: "api", testMatch: api },
    { name: "desktop", testIgnore: [api, ...unseen], grepInvert: /@phone/, use: { ...browser, viewport: { width: 1280, height: 900 } } },
    {
      name: "phone",
      testIgnore: [api, screenless, ...unseen],
      grepInvert: tagged,
      use: { ...browser, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
});
