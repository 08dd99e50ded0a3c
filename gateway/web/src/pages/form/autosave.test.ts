import { describe, expect, test } from "vitest";
import type { RequestJson } from "../../api/types";
import {
  begin,
  keptOf,
  lookOf,
  pauseMillis,
  resume,
  retryMillis,
  step,
  unsaved,
  type SaveEvent,
  type SaveState,
} from "./autosave";

const draft = (request: RequestJson, etag = "1") => ({ id: "d", request, etag, updateTime: "2026-12-01T08:42:00Z" });

function play(state: SaveState, ...events: SaveEvent[]) {
  let last = step(state, events[0] as SaveEvent);
  for (const event of events.slice(1)) last = step(last.state, event);
  return last;
}

describe("saving a draft", () => {
  test("waits a second after the last change", () => {
    const { effect } = play(begin(draft({})), { kind: "changed", fields: { tried: "a" } });
    expect(effect).toEqual({ kind: "wait", millis: pauseMillis });
  });

  test("sends only the changed fields, with the etag that was seen", () => {
    const { effect } = play(
      begin(draft({ situation: "old", workingLanguage: "fi" })),
      { kind: "changed", fields: { situation: "new" } },
      { kind: "due" },
    );
    expect(effect).toEqual({ kind: "send", fields: { situation: "new" }, etag: "1" });
  });

  test("never has two saves on their way, and sends the rest after the first", () => {
    const first = play(begin(draft({})), { kind: "changed", fields: { tried: "a" } }, { kind: "due" });
    const second = play(first.state, { kind: "changed", fields: { tried: "ab" } }, { kind: "due" });
    expect(second.effect).toBeUndefined();
    const saved = play(second.state, { kind: "saved", draft: draft({ tried: "a" }, "2") });
    expect(saved.effect).toEqual({ kind: "wait", millis: pauseMillis });
    expect(play(saved.state, { kind: "due" }).effect).toEqual({ kind: "send", fields: { tried: "ab" }, etag: "2" });
  });

  test("a change that is taken back needs no save", () => {
    const { effect } = play(
      begin(draft({ tried: "a" })),
      { kind: "changed", fields: { tried: "b" } },
      { kind: "changed", fields: { tried: "a" } },
      { kind: "due" },
    );
    expect(effect).toBeUndefined();
  });

  test("a cleared list and a cleared text are said as such", () => {
    const { effect } = play(
      begin(draft({ needs: ["NEED_AUTISM"], tried: "a", grades: [1], level: "LEVEL_BASIC" })),
      { kind: "changed", fields: { needs: [], tried: undefined, grades: [], level: undefined } },
      { kind: "due" },
    );
    expect(effect).toEqual({
      kind: "send",
      fields: { needs: [], tried: "", grades: [], level: "LEVEL_UNSPECIFIED" },
      etag: "1",
    });
  });

  test("what is cleared and saved is no change any more", () => {
    const { state } = play(
      begin(draft({ level: "LEVEL_BASIC", grades: [1] })),
      { kind: "changed", fields: { grades: [], level: undefined } },
      { kind: "due" },
      { kind: "saved", draft: draft({}, "2") },
    );
    expect(unsaved(state)).toEqual([]);
    expect(lookOf(state)).toBe("saved");
  });
});

describe("a draft that was saved elsewhere", () => {
  const stale = () =>
    play(
      begin(draft({ tried: "base", question: "base" })),
      { kind: "changed", fields: { tried: "mine" } },
      { kind: "due" },
      { kind: "stale" },
    );

  test("is fetched again", () => {
    expect(stale().effect).toEqual({ kind: "refetch" });
  });

  test("keeps own text, takes the other's other fields, and sends on", () => {
    const { state, effect } = play(stale().state, {
      kind: "fetched",
      draft: draft({ tried: "base", question: "theirs" }, "5"),
    });
    expect(state.own).toEqual({ tried: "mine", question: "theirs" });
    expect(effect).toEqual({ kind: "send", fields: { tried: "mine" }, etag: "5" });
  });

  test("leaves the choice to the writer where both changed, and sends nothing before it", () => {
    const merged = play(stale().state, { kind: "fetched", draft: draft({ tried: "theirs", question: "base" }, "5") });
    expect(merged.state.conflicts).toEqual(["tried"]);
    expect(merged.state.own.tried).toBe("mine");
    expect(lookOf(merged.state)).toBe("conflict");
    expect(merged.effect).toBeUndefined();

    const own = play(merged.state, { kind: "chosen", field: "tried", choice: "own" }, { kind: "due" });
    expect(own.effect).toEqual({ kind: "send", fields: { tried: "mine" }, etag: "5" });
    const other = play(merged.state, { kind: "chosen", field: "tried", choice: "other" }, { kind: "due" });
    expect(other.effect).toBeUndefined();
    expect(other.state.own.tried).toBe("theirs");
  });

  test("saves other fields while a conflict stands", () => {
    const merged = play(stale().state, { kind: "fetched", draft: draft({ tried: "theirs" }, "5") });
    const { effect } = play(merged.state, { kind: "changed", fields: { situation: "x" } }, { kind: "due" });
    expect(effect).toEqual({ kind: "send", fields: { situation: "x" }, etag: "5" });
  });

  test("asks nothing when both wrote the same", () => {
    const { state } = play(stale().state, { kind: "fetched", draft: draft({ tried: "mine", question: "base" }, "5") });
    expect(state.conflicts).toEqual([]);
    expect(lookOf(state)).toBe("saved");
  });
});

describe("trouble", () => {
  const failed = (trouble: "offline" | "unsaved" | "gone") =>
    play(begin(draft({})), { kind: "changed", fields: { tried: "a" } }, { kind: "due" }, { kind: "failed", trouble });

  test("keeps the text, tells of it and tries again, later each time", () => {
    const { state, effect } = failed("offline");
    expect(state.own.tried).toBe("a");
    expect(lookOf(state)).toBe("offline");
    expect(effect).toEqual({ kind: "wait", millis: retryMillis(1) });
    expect(retryMillis(2)).toBeGreaterThan(retryMillis(1));
    expect(retryMillis(30)).toBe(60_000);
    expect(play(state, { kind: "due" }).effect).toMatchObject({ kind: "send", fields: { tried: "a" } });
  });

  test("a save whose answer was lost is not taken for another's change", () => {
    const lost = failed("offline").state;
    const again = play(lost, { kind: "changed", fields: { tried: "ab" } }, { kind: "due" }, { kind: "stale" });
    const { state, effect } = play(again.state, { kind: "fetched", draft: draft({ tried: "a" }, "2") });
    expect(state.conflicts).toEqual([]);
    expect(effect).toEqual({ kind: "send", fields: { tried: "ab" }, etag: "2" });
  });

  test("what is taken back after a save whose answer was lost is sent: the save may have arrived", () => {
    const { state, effect } = play(failed("offline").state, { kind: "changed", fields: { tried: "" } }, { kind: "due" });
    expect(effect).toEqual({ kind: "send", fields: { tried: "" }, etag: "1" });
    expect(lookOf(play(state, { kind: "saved", draft: draft({}, "2") }).state)).toBe("saved");
    const arrived = play(state, { kind: "stale" }, { kind: "fetched", draft: draft({ tried: "a" }, "2") });
    expect(arrived.effect).toEqual({ kind: "send", fields: { tried: "" }, etag: "2" });
    expect(arrived.state.conflicts).toEqual([]);
  });

  test("a lost answer is remembered over a reload", () => {
    const kept = keptOf(failed("offline").state);
    const state = play(resume(draft({}), kept), { kind: "changed", fields: { tried: "ab" } }).state;
    expect(resume(draft({ tried: "a" }, "2"), keptOf(state)).conflicts).toEqual([]);
  });

  test("a draft that is gone is not tried again", () => {
    const { state, effect } = failed("gone");
    expect(effect).toBeUndefined();
    expect(play(state, { kind: "due" }).effect).toBeUndefined();
  });

  test("a refused field waits for a change while the others are saved", () => {
    const sent = play(begin(draft({})), { kind: "changed", fields: { tried: "bad", question: "q" } }, { kind: "due" });
    const refused = play(sent.state, { kind: "refused", fields: ["tried"] });
    expect(refused.effect).toMatchObject({ kind: "send", fields: { question: "q" } });
    const rest = play(refused.state, { kind: "saved", draft: draft({ question: "q" }, "2") });
    const mended = play(rest.state, { kind: "changed", fields: { tried: "good" } }, { kind: "due" });
    expect(mended.effect).toMatchObject({ kind: "send", fields: { tried: "good" } });
  });
});

describe("the device's copy", () => {
  test("exists only while something is unsaved", () => {
    const state = begin(draft({ tried: "a" }));
    expect(keptOf(state)).toBeUndefined();
    const changed = play(state, { kind: "changed", fields: { tried: "b" } }).state;
    expect(keptOf(changed)).toEqual({ fields: { tried: "b" }, base: { tried: "a" }, conflicts: [], tried: [] });
  });

  test("comes back over the service's draft after a reload", () => {
    const state = resume(draft({ tried: "a", question: "q" }), { fields: { tried: "b" }, base: { tried: "a" }, conflicts: [], tried: [] });
    expect(state.own).toEqual({ tried: "b", question: "q" });
    expect(unsaved(state)).toEqual(["tried"]);
    expect(state.conflicts).toEqual([]);
  });

  test("becomes a conflict when the service's draft has moved on", () => {
    const state = resume(draft({ tried: "c" }), { fields: { tried: "b" }, base: { tried: "a" }, conflicts: [], tried: [] });
    expect(state.conflicts).toEqual(["tried"]);
    expect(state.own.tried).toBe("b");
  });
});
