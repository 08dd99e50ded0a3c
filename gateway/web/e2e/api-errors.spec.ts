// What the JSON interface answers to what it does not take: a problem document in the reader's language, never a
// fault of ours, never a word of the database.

import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { Client, problemOf, type Answer, type Case, type Draft, type Options } from "./client";
import { advise, ask, claim, file, inDays, leadOf, request } from "./sample";

const inside = /postgres|pgx|sqlstate|\bsql\b|constraint|relation "|violates|rpc error|goroutine|panic|\.go:\d|duplicate key/i;

/** expectProblem checks what every refusal keeps to. */
function expectProblem(answer: Answer, status: number, reason: string) {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.text).not.toMatch(inside);
  const problem = problemOf(answer);
  expect(problem.reason).toBe(reason);
  expect(problem.status).toBe(status);
  expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(problem.title).not.toBe("");
  return problem;
}

interface Mistake {
  name: string;
  status: number;
  reason: string;
  field?: RegExp;
  method?: string;
  path: string;
  options: Options;
}

const text = "Pitkä teksti. ";
const mistakes: Mistake[] = [
  { name: "an unknown field", status: 400, reason: "VALIDATION", field: /^request\.colour$/, path: "/v1/cases", options: { body: { request: request({ colour: "red" }) } } },
  { name: "a wrong type", status: 400, reason: "VALIDATION", field: /^request\.grades/, path: "/v1/cases", options: { body: { request: request({ grades: "kolme" }) } } },
  { name: "a number out of range", status: 400, reason: "VALIDATION", field: /^request\.grades/, path: "/v1/cases", options: { body: { request: request({ grades: [12] }) } } },
  { name: "an unknown code", status: 400, reason: "VALIDATION", field: /^request\.needs/, path: "/v1/cases", options: { body: { request: request({ needs: ["NEED_MONEY"] }) } } },
  { name: "the same answer twice", status: 400, reason: "VALIDATION", field: /^request\.needs/, path: "/v1/cases", options: { body: { request: request({ needs: ["NEED_AUTISM", "NEED_AUTISM"] }) } } },
  { name: "an over-long text", status: 400, reason: "VALIDATION", field: /^request\.situation$/, path: "/v1/cases", options: { body: { request: request({ situation: text.repeat(500) }) } } },
  { name: "missing answers", status: 400, reason: "VALIDATION", field: /^request\.question$/, path: "/v1/cases", options: { body: { request: request({ question: "" }) } } },
  { name: "an invisible character", status: 400, reason: "VALIDATION", path: "/v1/cases", options: { body: { request: request({ situation: "a\u0000b" }) } } },
  { name: "broken UTF-8", status: 400, reason: "VALIDATION", path: "/v1/cases", options: { raw: new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]) } },
  { name: "broken JSON", status: 400, reason: "VALIDATION", path: "/v1/cases", options: { raw: '{"request": {' } },
  { name: "two JSON values", status: 400, reason: "VALIDATION", path: "/v1/cases", options: { raw: "{} {}" } },
  { name: "a list for an object", status: 400, reason: "VALIDATION", path: "/v1/cases", options: { raw: "[]" } },
  { name: "no idempotency key", status: 400, reason: "VALIDATION", field: /^Idempotency-Key$/i, path: "/v1/cases", options: { body: { request: request() }, key: null } },
  { name: "an unknown id", status: 404, reason: "NOT_FOUND", method: "GET", path: `/v1/cases/${randomUUID()}`, options: {} },
  { name: "an id that is none", status: 400, reason: "VALIDATION", method: "GET", path: "/v1/cases/1%27%20OR%201=1", options: {} },
  { name: "an unknown path", status: 404, reason: "NOT_FOUND", method: "GET", path: "/v1/pupils", options: {} },
  { name: "an unknown verb", status: 404, reason: "NOT_FOUND", path: `/v1/cases/${randomUUID()}:explode`, options: { body: {} } },
  { name: "an unknown query", status: 400, reason: "VALIDATION", field: /^colour$/, method: "GET", path: "/v1/cases?colour=red", options: {} },
  { name: "a broken page token", status: 400, reason: "VALIDATION", method: "GET", path: "/v1/cases?page_token=abc", options: {} },
  { name: "a wrong method", status: 405, reason: "METHOD_NOT_ALLOWED", method: "PUT", path: "/v1/cases", options: { body: {} } },
  { name: "a form", status: 415, reason: "UNSUPPORTED_MEDIA_TYPE", path: "/v1/cases", options: { raw: "request=1", headers: { "content-type": "application/x-www-form-urlencoded" } } },
  { name: "a foreign origin", status: 403, reason: "FOREIGN_ORIGIN", path: "/v1/cases", options: { body: { request: request() }, headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" } } },
  { name: "a body of two megabytes", status: 413, reason: "TOO_LARGE", path: "/v1/cases", options: { body: { request: request({ situation: "a".repeat(2 << 20) }) } } },
];

for (const m of mistakes) {
  test(`${m.name} is answered ${m.status} in Finnish, Swedish and English`, async () => {
    const school = await Client.signIn("teacher-fi");
    const said = new Set<string>();
    for (const language of ["fi", "sv", "en"]) {
      const headers = { ...m.options.headers, "accept-language": language };
      const answer = await school.send(m.method ?? "POST", m.path, { ...m.options, headers });
      const problem = expectProblem(answer, m.status, m.reason);
      expect(answer.headers.get("content-language")).toBe(language);
      said.add(problem.title + (problem.detail ?? ""));
      if (!m.field) continue;
      const violation = problem.fieldViolations?.find((v) => m.field?.test(v.field));
      expect(violation, answer.text).toBeDefined();
      said.add(violation?.description ?? "");
    }
    expect(said.size).toBe(m.field ? 6 : 3);
  });
}

test("without a session nothing is said but that one must sign in", async () => {
  const nobody = new Client();
  const body = { request: request() };
  expectProblem(await nobody.send("GET", "/v1/me"), 401, "UNAUTHENTICATED");
  expectProblem(await nobody.send("GET", `/v1/cases/${randomUUID()}`), 401, "UNAUTHENTICATED");
  expectProblem(await nobody.send("POST", "/v1/cases", { body }), 401, "UNAUTHENTICATED");
});

test("after signing out the old cookie opens nothing", async () => {
  const school = await Client.signIn("teacher-fi");
  const cookie = school.cookie();
  expect((await school.send("POST", "/auth/logout")).status).toBeLessThan(400);
  const thief = new Client();
  expectProblem(await thief.send("GET", "/v1/me", { headers: { cookie } }), 401, "UNAUTHENTICATED");
});

test("somebody else's case is answered as one that does not exist", async () => {
  const school = await Client.signIn("teacher-fi");
  const stranger = await Client.signIn("teacher-fi-2");
  const filed = await file(school);
  const draft = await school.post<Draft>("/v1/drafts", { request: { situation: "Oma" } });
  const lead = leadOf(filed);
  const asks: [method: string, path: (id: string) => string, id: string, options: Options][] = [
    ["GET", (id) => `/v1/cases/${id}`, filed.id, {}],
    ["GET", (id) => `/v1/cases/${id}/messages`, filed.id, {}],
    ["GET", (id) => `/v1/cases/${id}/events`, filed.id, {}],
    ["GET", (id) => `/v1/cases/${id}/advice`, filed.id, {}],
    ["POST", (id) => `/v1/cases/${id}/messages`, filed.id, { body: { text: "Hei" } }],
    ["POST", (id) => `/v1/cases/${id}:withdraw`, filed.id, { body: {}, etag: filed.etag }],
    ["POST", (id) => `/v1/assignments/${id}:claim`, lead.id, { body: {}, etag: lead.etag }],
    ["GET", (id) => `/v1/drafts/${id}`, draft.id, {}],
    ["DELETE", (id) => `/v1/drafts/${id}`, draft.id, {}],
    ["PATCH", (id) => `/v1/drafts/${id}`, draft.id, { body: { request: { situation: "Minun" } }, etag: draft.etag }],
    ["POST", (id) => `/v1/drafts/${id}:submit`, draft.id, { body: {}, etag: draft.etag }],
  ];
  for (const [method, path, id, options] of asks) {
    const theirs = await stranger.send(method, path(id), options);
    const none = await stranger.send(method, path(randomUUID()), options);
    expectProblem(theirs, 404, "NOT_FOUND");
    expect(bare(theirs), path(id)).toBe(bare(none));
  }
  expect((await school.get<Draft>(`/v1/drafts/${draft.id}`)).request).toEqual({ situation: "Oma" });
});

/** bare is an answer without what differs between any two. */
function bare(answer: Answer): string {
  const headers: string[] = [];
  answer.headers.forEach((value, name) => name !== "date" && headers.push(`${name}: ${value}`));
  const whole = `${answer.status}\n${headers.sort().join("\n")}\n${answer.text}`;
  return whole.replaceAll(problemOf(answer).requestId, "…");
}

test("a missing If-Match is a 400 that names the header", async () => {
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri");
  const filed = await file(school);
  const lead = leadOf(filed);
  const draft = await school.post<Draft>("/v1/drafts", { request: {} });
  const answers = [
    await school.send("POST", `/v1/cases/${filed.id}:withdraw`, { body: {} }),
    await expert.send("POST", `/v1/assignments/${lead.id}:claim`, { body: {} }),
    await school.send("PATCH", `/v1/drafts/${draft.id}`, { body: { request: { situation: "x" } } }),
  ];
  for (const answer of answers) {
    const problem = expectProblem(answer, 400, "VALIDATION");
    expect(problem.fieldViolations?.[0]?.field).toMatch(/^If-Match$/i);
  }
});

test("a stale etag is a 412, and the later text stands", async () => {
  const school = await Client.signIn("teacher-fi");
  const draft = await school.post<Draft>("/v1/drafts", { request: { situation: "1" } });
  const path = `/v1/drafts/${draft.id}`;
  const save = (situation: string) => school.send("PATCH", path, { body: { request: { situation } }, etag: draft.etag });
  expect((await save("2")).status).toBe(200);
  expectProblem(await save("3"), 412, "ETAG_STALE");
  expect((await school.get<Draft>(path)).request).toEqual({ situation: "2" });
  const filed = await file(school);
  const stale = await school.send("POST", `/v1/cases/${filed.id}:withdraw`, { body: {}, etag: "999" });
  expectProblem(stale, 412, "ETAG_STALE");
});

test("what the phase does not allow is refused with 409 or hidden, and changes nothing", async () => {
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri");
  const filed = await file(school);
  const held = await claim(expert, filed);
  const question = await ask(expert, filed);
  await school.post(`/v1/cases/${filed.id}/questions/${question}:reply`, { text: "Näin." });
  const twice = await school.send("POST", `/v1/cases/${filed.id}/questions/${question}:reply`, { body: { text: "Taas." } });
  expectProblem(twice, 409, "TRANSITION_REFUSED");
  const advised = await advise(expert, held);
  const etag = advised.etag;
  const withdrawn = await school.send("POST", `/v1/cases/${filed.id}:withdraw`, { body: {}, etag });
  expectProblem(withdrawn, 409, "TRANSITION_REFUSED");
  const routed = await (await Client.signIn("coordinator")).send("POST", `/v1/cases/${filed.id}:route`, {
    body: { unitId: leadOf(filed).unitId, reason: "Uudelleen" }, etag,
  });
  expect([404, 409]).toContain(routed.status);
  expect((await school.get<Case>(`/v1/cases/${filed.id}`)).phase).toBe("PHASE_ADVISED");
});

test("a role does only what is its own", async () => {
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri");
  const coordinator = await Client.signIn("coordinator");
  const filed = await file(school);
  const held = await claim(expert, filed);
  const path = `/v1/cases/${filed.id}`;
  const dueDate = inDays(7);
  for (const answer of [
    await school.send("POST", `${path}/questions`, { body: { text: "?", dueDate } }),
    await school.send("POST", `${path}/advice`, { body: { advice: { summary: "Oma" } } }),
    await expert.send("POST", `${path}:close`, { body: { closeOut: { effect: "EFFECT_NEW_PLAN" } }, etag: held.etag }),
    await coordinator.send("GET", `${path}/messages`),
    await coordinator.send("POST", `${path}/messages`, { body: { text: "Hei" } }),
    await school.send("GET", "/v1/triage"),
    await school.send("GET", "/v1/caseload"),
    await expert.send("GET", "/v1/caseload"),
    await expert.send("POST", "/v1/cases", { body: { request: request() } }),
  ]) {
    expectProblem(answer, 404, "NOT_FOUND");
  }
});

test("a question cannot be due yesterday", async () => {
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri");
  const filed = await file(school);
  await claim(expert, filed);
  for (const dueDate of [inDays(-2), "2026-02-30", "huomenna"]) {
    const answer = await expert.send("POST", `/v1/cases/${filed.id}/questions`, { body: { text: "?", dueDate } });
    const problem = expectProblem(answer, 400, "VALIDATION");
    expect(problem.fieldViolations?.[0]?.field).toBe("dueDate");
  }
});

test("a key used for another request is refused", async () => {
  const school = await Client.signIn("teacher-fi");
  const key = randomUUID();
  expect((await school.send("POST", "/v1/cases", { body: { request: request() }, key })).status).toBe(200);
  const other = await school.send("POST", "/v1/cases", { body: { request: request({ grades: [4] }) }, key });
  expectProblem(other, 409, "IDEMPOTENCY_KEY_REUSED");
});
