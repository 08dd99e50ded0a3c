import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { startTexts } from ".";
import { useRuleSetName } from "./codes";

afterEach(cleanup);

function Name({ version }: { version: string | undefined }) {
  return useRuleSetName()(version);
}

test.each([
  ["fi", "shipped-1", "Vaatun alkuperäiset säännöt"],
  ["fi", "rules-2", "Säännöt 2"],
  ["sv", "shipped-1", "Vaatus ursprungliga regler"],
  ["sv", "rules-12", "Regler 12"],
  ["en", "rules-2", "Rules 2"],
  ["fi", "shipped-2", "shipped-2"],
  ["fi", "oma-rules-2", "oma-rules-2"],
  ["fi", undefined, ""],
] as const)("on a screen in %s, the rules %s are named %s", async (language, version, name) => {
  await startTexts(language);
  expect(render(<Name version={version} />).container.textContent).toBe(name);
});
