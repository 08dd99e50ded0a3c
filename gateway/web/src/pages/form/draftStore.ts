// Runs the saving machine against the service: timers, calls, the copy on the device.

import { api, isProblem } from "../../api/client";
import type { DraftJson, RequestJson } from "../../api/types";
import { keepText, keptText } from "../../ui/keptText";
import { questionOfField, questions, type Field } from "./answers";
import {
  keptOf,
  lookOf,
  pauseMillis,
  resume,
  step,
  unsaved,
  type Kept,
  type SaveEffect,
  type SaveEvent,
  type SaveState,
} from "./autosave";

export type DraftStore = {
  state: () => SaveState;
  subscribe: (listener: () => void) => () => void;
  change: (fields: RequestJson) => void;
  choose: (field: Field, choice: "own" | "other") => void;
  /** Saves at once and waits; true when everything is saved. */
  settle: () => Promise<boolean>;
  /**
   * Sends what is left once. What does not arrive stays on the device for the next store of the draft: a closed one
   * never tries again, and touches no copy that another has written since.
   */
  close: () => void;
  open: () => void;
};

const nameOf = (id: string) => `draft.${id}`;

function readKept(id: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(keptText(nameOf(id)) || "null");
    return kept === null ? undefined : (kept as Kept);
  } catch {
    return undefined;
  }
}

/** forgetDraft drops the device's copy: after sending or deleting. */
export function forgetDraft(id: string): void {
  keepText(nameOf(id), "");
}

/** createDraftStore answers the store of an open draft. onSaved gets each newer draft of the service. */
export function createDraftStore(id: string, draft: DraftJson, onSaved: (draft: DraftJson) => void): DraftStore {
  let state = resume(draft, readKept(id));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let left = keptText(nameOf(id));
  const listeners = new Set<() => void>();

  function dispatch(event: SaveEvent): void {
    const next = step(state, event);
    state = next.state;
    keep();
    if (next.effect) run(next.effect);
    listeners.forEach((listener) => listener());
  }

  function keep(): void {
    if (closed && keptText(nameOf(id)) !== left) return;
    const kept = keptOf(state);
    left = kept ? JSON.stringify(kept) : "";
    keepText(nameOf(id), left);
  }

  function run(effect: SaveEffect): void {
    if (effect.kind === "wait") waitFor(effect.millis);
    else if (effect.kind === "send") void send(effect.fields, effect.etag);
    else void refetch();
  }

  function waitFor(millis: number): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => dispatch({ kind: "due" }), millis);
  }

  async function send(fields: RequestJson, etag: string): Promise<void> {
    try {
      const saved = await api.patch<DraftJson>(`/v1/drafts/${id}`, { request: fields }, { etag });
      dispatch({ kind: "saved", draft: saved });
      onSaved({ ...draft, ...saved, request: saved.request ?? state.server });
      // What was typed while this was on its way: no timer sends it any more.
      if (closed) dispatch({ kind: "due" });
    } catch (error) {
      if (isProblem(error, "ETAG_STALE")) dispatch({ kind: "stale" });
      else dispatch(refusalOf(error, fields) ?? failureOf(error));
    }
  }

  async function refetch(): Promise<void> {
    try {
      const latest = await api.get<DraftJson>(`/v1/drafts/${id}`);
      dispatch({ kind: "fetched", draft: latest });
      onSaved(latest);
    } catch (error) {
      dispatch(failureOf(error));
    }
  }

  const again = () => waitFor(0);

  const store: DraftStore = {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (fields) => dispatch({ kind: "changed", fields }),
    choose: (field, choice) => dispatch({ kind: "chosen", field, choice }),
    settle() {
      clearTimeout(timer);
      dispatch({ kind: "due" });
      return new Promise((resolve) => {
        const check = () => {
          if (state.sending || state.refetching) return;
          const look = lookOf(state);
          if (look === "saving") return;
          stop();
          resolve(look === "saved");
        };
        const stop = store.subscribe(check);
        check();
      });
    },
    open() {
      closed = false;
      window.addEventListener("online", again);
      if (unsaved(state).length > 0) waitFor(pauseMillis);
    },
    close() {
      window.removeEventListener("online", again);
      clearTimeout(timer);
      closed = true;
      dispatch({ kind: "due" });
    },
  };
  return store;
}

function failureOf(error: unknown): SaveEvent {
  if (isProblem(error, "NOT_FOUND")) return { kind: "failed", trouble: "gone" };
  return { kind: "failed", trouble: isProblem(error, "OFFLINE") ? "offline" : "unsaved" };
}

/** refusalOf answers which of the sent fields the service refused, when it named any. */
function refusalOf(error: unknown, sent: RequestJson): SaveEvent | undefined {
  if (!isProblem(error) || error.status !== 400) return undefined;
  const named = error.fieldViolations.map((v) => questionOfField(v.field));
  const fields = questions
    .filter((q) => named.includes(q))
    .flatMap((q) => q.fields)
    .filter((f) => f in sent);
  return fields.length === 0 ? undefined : { kind: "refused", fields };
}
