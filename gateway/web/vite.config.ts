import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The gateway replaces VAATU_NONCE in each answer; nothing is inlined, so that the policy needs no data: addresses.
export default defineConfig({
  plugins: [react()],
  html: { cspNonce: "VAATU_NONCE" },
  // A file of texts is one object: each text by a name of its own would be heavier by half.
  json: { namedExports: false },
  build: {
    outDir: "dist",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 30 },
            { name: "router", test: /node_modules\/@tanstack\//, priority: 20 },
            { name: "i18n", test: /node_modules\/(i18next|react-i18next)\//, priority: 20 },
            // Tables are many pages' but not the form's; a day is typed, and one of a list chosen, on few pages, and seldom at once.
            { name: "shared", test: /^(?!.*\/((Data)?Table|DateInput|DatePicker|DayInput|TextInput|Dropdown|Select|floating-ui|Popover|Debounce|date-fns|react-dates|popper))/, minShareCount: 8, priority: 10 },
            { name: "style", test: /node_modules\/(styled-components|stylis|suomifi-design-tokens|tslib)\//, priority: 20 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/v1": "http://127.0.0.1:8080", "/auth": "http://127.0.0.1:8080" },
  },
  // Pure modules are tested without a browser's objects; a file that needs them says so in its first line.
  test: {
    restoreMocks: true,
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "modules", environment: "node", include: ["src/**/*.test.ts"] } },
      { extends: true, test: { name: "pages", environment: "jsdom", include: ["src/**/*.test.tsx"], setupFiles: ["src/pages/testing/setup.ts"] } },
    ],
  },
});
