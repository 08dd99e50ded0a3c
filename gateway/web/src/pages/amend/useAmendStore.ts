import { useState } from "react";
import type { CaseJson, RequestJson } from "../../api/types";
import { begin, type SaveState } from "../form/autosave";
import type { DraftStore } from "../form/draftStore";
import { changedFields, keepChanges, keptChanges } from "./changes";

/** AmendStore is the form's store over a filed request: nothing is saved by itself, what was changed stays in this tab. */
export type AmendStore = DraftStore & {
  /** The request has become another meanwhile: what was changed here stands on top of it. */
  rebase: (item: CaseJson) => void;
  changes: () => RequestJson;
};

function createAmendStore(caseId: string, item: CaseJson): AmendStore {
  const over = (filed: RequestJson, changes: RequestJson): SaveState => ({
    ...begin({ request: filed }),
    own: { ...filed, ...changes },
  });
  let state = over(item.request ?? {}, keptChanges(caseId));
  const listeners = new Set<() => void>();
  const changes = () => changedFields(state.server, state.own);
  function become(next: SaveState): void {
    state = next;
    listeners.forEach((listener) => listener());
  }
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(fields) {
      become({ ...state, own: { ...state.own, ...fields } });
      keepChanges(caseId, changes());
    },
    rebase(newer) {
      if (JSON.stringify(newer.request) !== JSON.stringify(state.server)) become(over(newer.request ?? {}, changes()));
    },
    changes,
    choose: () => undefined,
    settle: () => Promise.resolve(true),
    open: () => undefined,
    close: () => undefined,
  };
}

/** useAmendStore opens a filed request for changes. */
export function useAmendStore(item: CaseJson): AmendStore {
  const [store] = useState(() => createAmendStore(item.id ?? "", item));
  return store;
}
