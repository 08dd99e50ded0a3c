import { useQuery } from "@tanstack/react-query";
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { showLanguage } from "../i18n";
import { TextBox } from "../pages/case/TextBox";
import { asked, serve, show } from "../pages/testing/render";
import { caseQuery, keys } from "./queries";
import { api } from "./client";
import { useSentences } from "./sentences";

afterEach(cleanup);

function Content() {
  useSentences();
  useQuery(caseQuery("c1"));
  useQuery({ queryKey: keys.triage, queryFn: () => api.get("/v1/triage") });
  useQuery({ queryKey: keys.caseMessages("c1"), queryFn: () => api.get("/v1/cases/c1/messages") });
  return <TextBox label="Teksti" value="" onChange={() => undefined} limit={10} />;
}

test("a change of language asks anew for what holds sentences, and for nothing else", async () => {
  serve(() => ({ body: {} }));
  await show(Content);
  expect(asked.map((a) => a.path).sort()).toEqual(["/v1/cases/c1", "/v1/cases/c1/messages", "/v1/triage"]);
  asked.length = 0;
  await act(() => showLanguage("sv"));
  expect(asked.map((a) => [a.path, a.headers.get("Accept-Language")]).sort()).toEqual([
    ["/v1/cases/c1", "sv"],
    ["/v1/triage", "sv"],
  ]);
});

test("a text of the screen before is not said in another language", async () => {
  serve(() => ({ body: {} }));
  await show(Content);
  const before = screen.getByRole("textbox");
  await act(() => showLanguage("sv"));
  expect(screen.getByRole("textbox"), "what its counter says is state of the field").not.toBe(before);
});
