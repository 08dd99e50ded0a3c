import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig([
  globalIgnores(["dist", "src/gen", "test-results", "playwright-report"]),
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strict, reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.recommended],
    rules: {
      // A value import from src/gen would bring the protobuf runtime into the page.
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "no-console": "error",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/gen/**"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { patterns: [{ group: ["**/gen/**"], allowTypeImports: true, message: "Only types come from src/gen." }] },
      ],
    },
  },
]);
