// What the tests of pages stand on: a router in memory, a client without retries, Finnish texts, and a service that
// answers what the test says.

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { configure, render, screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { vi } from "vitest";
import { needTexts, startTexts } from "../../i18n";
import type { Subject } from "../../i18n/catalogue";
import fi from "../../i18n/fi";
import { LiveRegion } from "../../ui/announce";

// Many tests share few cores: patience costs nothing when all is well, and asking each element whether it is seen costs most.
configure({ asyncUtilTimeout: 20_000, defaultHidden: true });
vi.setConfig({ testTimeout: 60_000 });

/** Answer of the service to one call, now or later. */
export type Answer = { status?: number; body: unknown };
export type Asked = { method: string; path: string; body: unknown; headers: Headers };
export type Service = (asked: Asked) => Answer | undefined | Promise<Answer>;

export const asked: Asked[] = [];

/** serve lets fetch answer from the test. What no answer is given for is a 404. */
export function serve(service: Service): void {
  asked.length = 0;
  globalThis.fetch = async (input, init) => {
    const path = input instanceof Request ? input.url : String(input);
    const one: Asked = {
      method: init?.method ?? "GET",
      path,
      body: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
      headers: new Headers(init?.headers),
    };
    asked.push(one);
    const answer = (await service(one)) ?? { status: 404, body: { status: 404, reason: "NOT_FOUND" } };
    return new Response(JSON.stringify(answer.body), {
      status: answer.status ?? 200,
      headers: { "Content-Type": answer.status ? "application/problem+json" : "application/json" },
    });
  };
}

/** show draws a page at an address in a tab that keeps this, waits until the router has it, and answers the router. */
export async function show(Content: () => ReactElement, path = "/", at = path, kept: Record<string, string> = {}) {
  window.matchMedia = ((query: string) => ({
    matches: query.startsWith("(min-width"), // a wide window
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })) as unknown as typeof window.matchMedia;
  window.scrollTo = () => undefined;
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  sessionStorage.clear();
  for (const [name, value] of Object.entries(kept)) sessionStorage.setItem(name, value);
  document.body.innerHTML = '<div id="root"></div>';
  await startTexts("fi");
  await needTexts(...(Object.keys(fi) as Subject[]));
  const root = createRootRoute();
  const route = createRoute({ getParentRoute: () => root, path: path as "/", component: Content });
  const others = ["/", "/cases/$caseId", "/queues/$unitId", "/caseload/cases"].filter((p) => p !== path);
  const rest = others.map((p) => createRoute({ getParentRoute: () => root, path: p as "/", component: () => null }));
  const router = createRouter({
    routeTree: root.addChildren([route, ...rest]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } });
  const container = document.getElementById("root");
  if (!container) throw new Error("no #root");
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
      <LiveRegion />
    </QueryClientProvider>,
    { container },
  );
  await screen.findByRole("status");
  return router;
}
