// The way of a case over the JSON interface, as a client sees it that has only read its description.

import { expect, test } from "@playwright/test";
import { Client, problemOf, type Assignment, type Case, type Draft } from "./client";
import { advise, ask, claim, file, hospital, leadOf, request, valteri, valteriSv } from "./sample";

interface Count {
  phase: string;
  actor?: string;
  area?: string;
  count: number;
}
interface Caseload {
  counts?: Count[];
}

/** all answers every item of a list that comes in pages. */
async function all<T>(who: Client, path: string, field: string): Promise<T[]> {
  const items: T[] = [];
  for (let token = "", pages = 0; pages < 50; pages++) {
    const next = `${path}${path.includes("?") ? "&" : "?"}page_size=100${token && `&page_token=${token}`}`;
    const page = await who.get<Record<string, unknown>>(next);
    items.push(...((page[field] as T[] | undefined) ?? []));
    token = encodeURIComponent((page.nextPageToken as string | undefined) ?? "");
    if (!token) break;
  }
  return items;
}

test("a request goes from filing to the school's last word", async () => {
  const [school, expert, other, coordinator] = await Promise.all(
    ["teacher-fi-2", "expert-hospital", "expert-and-teacher", "coordinator"].map((p) => Client.signIn(p)),
  ) as [Client, Client, Client, Client];

  // No other test files for a hospital unit, so that these figures move by exactly one.
  const count = async (phase: string) => {
    const load = await coordinator.get<Caseload>("/v1/caseload?area=AREA_TAYS&actor=ACTOR_HOSPITAL_TEACHING");
    return load.counts?.find((c) => c.phase === phase)?.count ?? 0;
  };
  const before = { queued: await count("PHASE_QUEUED"), closed: await count("PHASE_CLOSED") };

  const filed = await file(school, { needs: ["NEED_PSYCHIATRY"] });
  expect(filed.phase).toBe("PHASE_QUEUED");
  expect(filed.routing.sentence).toMatch(/^Vastaanottaja: .+ Syy: .*psyykkinen oireilu/);
  expect(filed.routing.unitId).toBe(hospital);
  expect(filed.routing.matched).toContain("NEED_PSYCHIATRY");
  expect(await count("PHASE_QUEUED")).toBe(before.queued + 1);

  const queue = await all<Assignment>(expert, `/v1/queues/${hospital}/assignments`, "assignments");
  const card = queue.find((a) => a.card?.number === filed.number);
  expect(card?.state).toBe("STATE_WAITING");
  expect(JSON.stringify(card)).not.toContain("siirtymätilanteissa");

  const lead = leadOf(filed);
  const tries = await Promise.all(
    [expert, other].map((e) => e.send("POST", `/v1/assignments/${lead.id}:claim`, { body: {}, etag: lead.etag })),
  );
  expect(tries.map((t) => t.status).sort()).toEqual([200, 409]);
  const won = tries[0]?.status === 200;
  const [holder, loser, lost] = won ? [expert, other, tries[1]] : [other, expert, tries[0]];
  const conflict = problemOf(lost ?? { status: 0, headers: new Headers(), text: "{}" });
  expect(conflict.reason).toBe("ASSIGNMENT_HELD");
  expect(conflict.holder).toBe(won ? "Saara Sairaanen" : "Eeva Eritaito");
  expect(Date.now() - Date.parse(conflict.since ?? "")).toBeLessThan(60_000);
  expect((await loser.send("GET", `/v1/cases/${filed.id}`)).status).toBe(404);

  const questionId = await ask(holder, filed);
  const asked = await school.get<Case>(`/v1/cases/${filed.id}`);
  expect(asked.phase).toBe("PHASE_AWAITING_SCHOOL");
  expect(asked.due).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(asked.allowedActions).toContain("ACTION_REPLY");
  await school.post(`/v1/cases/${filed.id}/questions/${questionId}:reply`, { text: "Syyslomasta alkaen." });
  await school.post(`/v1/cases/${filed.id}/messages`, { text: "Kiitos, että otitte tämän." });
  const messages = await holder.get<{ messages: { text: string }[] }>(`/v1/cases/${filed.id}/messages`);
  expect(messages.messages.map((m) => m.text)).toEqual(["Kiitos, että otitte tämän."]);

  const advised = await advise(holder, filed);
  expect(advised.phase).toBe("PHASE_ADVISED");
  const acknowledged = await school.post<Case>(`/v1/cases/${filed.id}/advice:acknowledge`, {}, { etag: advised.etag });
  expect(acknowledged.phase).toBe("PHASE_FOLLOW_UP");
  const closeOut = { effect: "EFFECT_NEW_PLAN", value: 5, comment: "Rauhoittui." };
  const closed = await school.post<Case>(`/v1/cases/${filed.id}:close`, { closeOut }, { etag: acknowledged.etag });
  expect(closed.phase).toBe("PHASE_CLOSED");
  expect(closed.closeOut).toEqual(closeOut);

  const events = await school.get<{ events: { kind: string }[] }>(`/v1/cases/${filed.id}/events`);
  expect(events.events.map((e) => e.kind)).toEqual([
    "FILED", "ROUTED", "CLAIMED", "ASKED", "REPLIED", "MESSAGED", "ADVICE_WRITTEN", "ADVICE_PUBLISHED", "ACKNOWLEDGED", "CLOSED",
  ]);
  expect(await count("PHASE_QUEUED")).toBe(before.queued);
  expect(await count("PHASE_CLOSED")).toBe(before.closed + 1);
  const listed = await all<{ number: string }>(coordinator, "/v1/caseload/cases?phase=PHASE_CLOSED", "cases");
  expect(listed.map((c) => c.number)).toContain(filed.number);
});

test("a Swedish request reaches the Swedish-speaking unit, and says so in Swedish", async () => {
  const school = await Client.signIn("teacher-sv");
  const expert = await Client.signIn("expert-valteri-sv");
  const filed = await school.post<Case>(
    "/v1/cases",
    { request: request({ workingLanguage: "sv" }) },
    { headers: { "accept-language": "sv" } },
  );
  expect(filed.routing.unitId).toBe(valteriSv);
  expect(filed.routing.sentence).toMatch(/^Mottagare: Valteri, Skilla\. Orsak: .*svenskspråkig/);
  expect((await claim(expert, filed)).allowedActions).toContain("ACTION_ASK");
});

test("a draft is saved field by field, is its writer's alone, and becomes the case that is filed", async () => {
  const school = await Client.signIn("teacher-fi");
  const colleague = await Client.signIn("principal-fi");
  const started = await school.post<Draft>("/v1/drafts", { request: { about: "ABOUT_GROUP", situation: "Alku" } });
  const path = `/v1/drafts/${started.id}`;
  const patched = await school.send("PATCH", path, { body: { request: { tried: "Kokeiltu" } }, etag: started.etag });
  expect(patched.status).toBe(200);
  expect((await school.get<Draft>(path)).request).toEqual({ about: "ABOUT_GROUP", situation: "Alku", tried: "Kokeiltu" });
  const drafts = await all<Draft>(school, "/v1/drafts", "drafts");
  expect(drafts.map((d) => d.id)).toContain(started.id);
  expect((await colleague.send("GET", path)).status).toBe(404);

  const early = await school.send("POST", `${path}:submit`, { body: {} });
  expect(early.status).toBe(400);
  const fields = problemOf(early).fieldViolations?.map((v) => v.field) ?? [];
  expect(fields).toEqual(expect.arrayContaining(["request.grades", "request.needs", "request.question"]));

  const { etag } = await school.get<Draft>(path);
  const whole = await school.send("PATCH", path, { body: { request: request() }, etag });
  const ready = JSON.parse(whole.text) as Draft;
  const filed = await school.post<Case>(`${path}:submit`, {}, { etag: ready.etag });
  expect(filed.id).toBe(started.id);
  expect(filed.phase).toBe("PHASE_QUEUED");
  expect((await school.send("GET", path)).status).toBe(404);
});

test("a draft that is deleted is gone", async () => {
  const school = await Client.signIn("teacher-fi");
  const draft = await school.post<Draft>("/v1/drafts", { request: { situation: "Pois" } });
  expect((await school.send("DELETE", `/v1/drafts/${draft.id}`)).status).toBe(200);
  expect((await school.send("GET", `/v1/drafts/${draft.id}`)).status).toBe(404);
});

test("the school takes its request back before advice, and the unit's queue loses it", async () => {
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri");
  const filed = await file(school);
  const gone = await school.post<Case>(`/v1/cases/${filed.id}:withdraw`, { reason: "Muutto" }, { etag: filed.etag });
  expect(gone.phase).toBe("PHASE_WITHDRAWN");
  const lead = leadOf(filed);
  const late = await expert.send("POST", `/v1/assignments/${lead.id}:claim`, { body: {}, etag: lead.etag });
  expect([404, 409]).toContain(late.status);
  const queue = await all<Assignment>(expert, `/v1/queues/${valteri}/assignments`, "assignments");
  expect(queue.map((a) => a.card?.number)).not.toContain(filed.number);
});

test("what no rule covers waits for coordination, which gives it to a unit with a reason", async () => {
  const school = await Client.signIn("teacher-fi");
  const coordinator = await Client.signIn("coordinator");
  const filed = await file(school, { needs: ["NEED_COMPLEX"] });
  expect(filed.phase).toBe("PHASE_TRIAGE");
  expect(filed.routing.sentence).toMatch(/^Ratkaisijana koordinaatioryhmä\. Syy: /);
  interface Item { card: { caseId: string }; etag: string }
  const items = await all<Item>(coordinator, "/v1/triage", "items");
  const item = items.find((i) => i.card.caseId === filed.id);
  expect(JSON.stringify(item)).not.toContain("siirtymätilanteissa");
  const body = { unitId: valteri, reason: "Paras osaaminen" };
  const routed = await coordinator.post<Case>(`/v1/cases/${filed.id}:route`, body, { etag: item?.etag });
  expect(routed.phase).toBe("PHASE_QUEUED");
  expect(routed.request).toBeUndefined();
});

test("a request sent twice with one key is filed once", async () => {
  const school = await Client.signIn("teacher-fi");
  const key = crypto.randomUUID();
  const [first, second] = await Promise.all(
    [0, 1].map(() => school.send("POST", "/v1/cases", { body: { request: request() }, key })),
  );
  const third = await school.send("POST", "/v1/cases", { body: { request: request() }, key });
  const numbers = [first, second, third].map((a) => (JSON.parse(a?.text ?? "{}") as Case).number);
  expect([first, second, third].map((a) => a?.status)).toEqual([200, 200, 200]);
  expect(new Set(numbers).size).toBe(1);
});

test("an identity code in a text stops the filing and names the field", async () => {
  const school = await Client.signIn("teacher-fi");
  const situation = "Oppilas 131052-902Y on väsynyt.";
  const refused = await school.send("POST", "/v1/cases", { body: { request: request({ situation }) } });
  expect(refused.status).toBe(400);
  expect(problemOf(refused).reason).toBe("IDENTITY_CODE_IN_TEXT");
  expect(problemOf(refused).fieldViolations?.[0]?.field).toBe("request.situation");
  expect(refused.text).not.toContain("131052");
  const check = await school.post<{ findings: { start: number; end: number }[] }>("/v1/intake:check", { request: request({ situation }) });
  const found = check.findings[0];
  expect(situation.slice(found?.start, found?.end)).toBe("131052-902Y");
});
