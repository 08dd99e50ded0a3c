import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { keys } from "../../api/queries";
import { isLeavingToSignIn } from "../../api/session";
import type { DraftJson, RequestJson } from "../../api/types";
import { unsaved, type SaveState } from "./autosave";
import { createDraftStore, type DraftStore } from "./draftStore";

/** useDraftStore opens a draft for writing, and warns before the window is closed over unsaved text. */
export function useDraftStore(id: string, draft: DraftJson): DraftStore {
  const client = useQueryClient();
  const [store] = useState(() =>
    createDraftStore(id, draft, (saved) => client.setQueryData(keys.draft(id), saved)),
  );
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved(store.state()).length > 0 && !isLeavingToSignIn()) event.preventDefault();
    };
    store.open();
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
      store.close();
      void client.invalidateQueries({ queryKey: keys.drafts, exact: true });
    };
  }, [store, client]);
  return store;
}

export const DraftContext = createContext<DraftStore | undefined>(undefined);

/** useStore answers the store of the draft that is open. */
export function useStore(): DraftStore {
  const store = useContext(DraftContext);
  if (!store) throw new Error("no draft is open");
  return store;
}

/** useSaveState answers a part of the state: a component with it is drawn when that part changes, not at each key. */
export function useSaveState<T>(part: (state: SaveState) => T): T {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => part(store.state()));
}

/** useAnswer answers one field. */
export function useAnswer<F extends keyof RequestJson>(field: F): RequestJson[F] {
  return useSaveState(({ own }) => own[field]);
}
