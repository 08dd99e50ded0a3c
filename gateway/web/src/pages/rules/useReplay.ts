import { useEffect, useRef, useState } from "react";
import { api } from "../../api/client";
import type { ReplayRuleSetResponseJson, RuleSetJson } from "../../api/types";
import { add, type Replayed } from "./replay";

type State = { so?: Replayed; running: boolean; ended: boolean; changed: boolean; error?: unknown };

const idle: State = { running: false, ended: false, changed: false };

/** useReplay asks for a replay chunk by chunk, until it has all, is stopped, or what it compares is no longer what it was. */
export function useReplay(set: RuleSetJson, onChunk: (so: Replayed) => void) {
  const [state, setState] = useState(idle);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  async function run(signal: AbortSignal): Promise<State> {
    let so: Replayed | undefined;
    let base = "";
    for (let pageToken = ""; !so || pageToken !== ""; ) {
      const chunk = await api.get<ReplayRuleSetResponseJson>(`/v1/rulesets/${set.id}/replay`, { pageToken }, { signal });
      if (chunk.etag !== set.etag || (base !== "" && chunk.baseVersion !== base)) return { ...idle, changed: true };
      base = chunk.baseVersion ?? "";
      so = add(so, chunk);
      pageToken = chunk.nextPageToken ?? "";
      setState({ ...idle, so, running: true });
      onChunk(so);
    }
    return { ...idle, so, ended: true };
  }

  return {
    ...state,
    start: () => {
      const mine = new AbortController();
      abort.current = mine;
      setState({ ...idle, running: true });
      void run(mine.signal)
        .catch((error: unknown) => ({ ...idle, error }))
        .then((end) => !mine.signal.aborted && setState(end));
    },
    stop: () => {
      abort.current?.abort();
      setState(idle);
    },
  };
}
