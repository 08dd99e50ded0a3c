import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { asked, serve, show, type Asked, type Answer } from "../testing/render";
import QueuePage from "../QueuePage";
import { placeRows, type Marked } from "./rows";

afterEach(cleanup);

const assignment = (n: number) => ({
  id: `a${n}`,
  caseId: `c${n}`,
  etag: "1",
  state: "STATE_WAITING" as const,
  card: { caseId: `c${n}`, number: `26-000${n}`, needs: ["NEED_AUTISM" as const] },
});

function queue(claim: (waiting: Set<number>) => Answer) {
  const waiting = new Set([1, 2, 3]);
  return ({ method, path }: Asked): Answer | undefined => {
    if (path.startsWith("/v1/me")) return { body: { id: "me", grants: [] } };
    if (path.startsWith("/v1/queues/u1/")) {
      return { body: { assignments: [...waiting].map(assignment), totalSize: waiting.size } };
    }
    if (method === "POST" && path === "/v1/assignments/a2:claim") {
      waiting.delete(2);
      return claim(waiting);
    }
    if (method === "POST" && path === "/v1/assignments/a2:release") {
      waiting.add(2);
      return { body: { id: "a2", etag: "3" } };
    }
    return undefined;
  };
}

const open = () => show(QueuePage, "/queues/$unitId", "/queues/u1");

describe("the queue", () => {
  test("tells in the row who was faster, and keeps the row", async () => {
    serve(
      queue(() => ({
        status: 409,
        body: { status: 409, reason: "ASSIGNMENT_HELD", holder: "Aino Esimerkki", since: "2025-12-02T08:42:00Z" },
      })),
    );
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Ota tapaus 26-0002" }));
    const told = await screen.findByText("Aino Esimerkki otti tapauksen ti 2.12.2025 klo 10.42.", { selector: "[tabindex]" });
    await screen.findByText("2 odottaa");
    const numbers = screen.getAllByRole("row").slice(1).map((row) => within(row).getByText(/^26-/).textContent);
    expect(numbers).toEqual(["26-0001", "26-0002", "26-0003"]);
    expect(told.closest("tr")?.textContent).toContain("26-0002");
    expect(screen.queryByRole("button", { name: "Ota tapaus 26-0002" })).toBeNull();
  });

  test("tells since when a part waits, and that one has been worked on before", async () => {
    const since = { updateTime: "2026-11-02T08:00:00Z" };
    const cards = [
      { ...assignment(1), ...since, card: { ...assignment(1).card, phase: "PHASE_QUEUED" } },
      { ...assignment(2), ...since, card: { ...assignment(2).card, phase: "PHASE_FOLLOW_UP", waitingSince: "2026-07-27T08:00:00Z" } },
    ];
    serve(({ path }) => {
      if (path.startsWith("/v1/me")) return { body: { id: "me", grants: [] } };
      return path.startsWith("/v1/queues/u1/") ? { body: { assignments: cards, totalSize: 2 } } : undefined;
    });
    await open();
    await screen.findByText("26-0002");
    const [fresh, returned] = screen.getAllByRole("row").slice(1);
    expect(fresh?.textContent).toMatch(/2\.11\.2026/);
    expect(returned?.textContent).toMatch(/Seuranta.*2\.11\.2026/);
    expect(fresh?.textContent).not.toMatch(/Jonossa/);
  });

  test("claims with the etag that was seen, links to the case and can be undone with the new etag", async () => {
    serve(queue(() => ({ body: { id: "a2", etag: "2" } })));
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Ota tapaus 26-0002" }));
    const link = await screen.findByRole("link", { name: "Avaa tapaus" });
    expect(link.getAttribute("href")).toBe("/cases/c2");
    expect(asked.find((a) => a.path.endsWith(":claim"))?.headers.get("If-Match")).toBe('"1"');
    fireEvent.click(screen.getByRole("button", { name: "Kumoa tapauksen 26-0002 ottaminen" }));
    const again = await screen.findByRole("button", { name: "Ota tapaus 26-0002" });
    await waitFor(() => expect(document.activeElement).toBe(again));
    expect(asked.find((a) => a.path.endsWith(":release"))?.headers.get("If-Match")).toBe('"2"');
    await waitFor(() => expect(screen.getByRole("status").textContent).toContain("taas jonossa"));
  });

  test("repeats a claim whose answer was lost as the same, and a later one as another", async () => {
    const answers: Answer[] = [
      { status: 503, body: { status: 503, reason: "UNAVAILABLE" } },
      { body: { id: "a2", etag: "2" } },
      { body: { id: "a2", etag: "4" } },
    ];
    serve(
      queue((waiting) => {
        if (answers.length === 3) waiting.add(2);
        return answers.shift() ?? { body: {} };
      }),
    );
    await open();
    const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
    await press("Ota tapaus 26-0002");
    await screen.findByRole("alert");
    await press("Ota tapaus 26-0002");
    await press("Kumoa tapauksen 26-0002 ottaminen");
    await press("Ota tapaus 26-0002");
    await screen.findByRole("link", { name: "Avaa tapaus" });
    const keys = asked.filter((a) => a.path.endsWith(":claim")).map((a) => a.headers.get("Idempotency-Key"));
    expect(keys).toHaveLength(3);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  test("undoes a claim once, whatever is pressed meanwhile", async () => {
    let answer: () => void = () => undefined;
    const served = queue(() => ({ body: { id: "a2", etag: "2" } }));
    serve((one) => {
      const said = served(one);
      return one.path.endsWith(":release") && said ? new Promise<Answer>((go) => (answer = () => go(said))) : said;
    });
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Ota tapaus 26-0002" }));
    const undo = await screen.findByRole("button", { name: "Kumoa tapauksen 26-0002 ottaminen" });
    fireEvent.click(undo);
    await waitFor(() => expect(undo.getAttribute("aria-disabled")).toBe("true"));
    fireEvent.click(undo);
    answer();
    await screen.findByRole("button", { name: "Ota tapaus 26-0002" });
    expect(asked.filter((a) => a.path.endsWith(":release"))).toHaveLength(1);
  });

  test("says that it is empty", async () => {
    serve(({ path }) => (path.startsWith("/v1/queues") ? { body: {} } : { body: {} }));
    await open();
    await screen.findByText("Jono on tyhjä.");
  });
});

describe("the rows", () => {
  const marked = (n: number, index: number, mark: Marked["mark"]): [string, Marked] => [
    `a${n}`,
    { assignment: assignment(n), index, mark },
  ];

  test("keep a taken one in its place", () => {
    const rows = placeRows([assignment(1), assignment(3)], new Map([marked(2, 1, { kind: "lost", holder: "x" })]));
    expect(rows.map((r) => r.assignment.id)).toEqual(["a1", "a2", "a3"]);
  });

  test("show one that waits again without the mark of having gone", () => {
    const rows = placeRows([assignment(1)], new Map([marked(1, 0, { kind: "gone" })]));
    expect(rows).toEqual([{ assignment: assignment(1) }]);
  });
});
