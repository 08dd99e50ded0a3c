// One stream of hints for the whole browser: one tab at a time listens, and tells the others. What has changed is read anew; a
// hint holds ids alone. Without a stream pages ask by themselves, more often.

import { focusManager, type QueryClient, type QueryKey } from "@tanstack/react-query";
import type { HintJson } from "../gen/vaatu/events/v1/events_pb";
import { keys } from "./queries";
import { live } from "./session";

/** What tabs say to each other: a hint, that the stream is there or gone, or the question whether it is. */
type Said = { hint?: HintJson; live?: boolean; asks?: boolean };

/** After a refusal the stream is tried again so much later: the person may have signed in anew. */
const retryMillis = 30_000;

let following = false;

/** followChanges reads anew what hints name, from now on and as long as the tab is there. */
export function followChanges(client: QueryClient): void {
  if (following || !("EventSource" in window) || !navigator.locks) return;
  following = true;
  const channel = new BroadcastChannel("vaatu.live");
  let leads = false;
  const hear = (said: Said) => {
    if (said.live !== undefined) live.set(said.live);
    if (said.hint) readAnew(client, said.hint);
  };
  const tell = (said: Said) => {
    channel.postMessage(said);
    hear(said);
  };
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.asks && leads) channel.postMessage({ live: live.get() } satisfies Said);
    hear(data);
  };
  channel.postMessage({ asks: true } satisfies Said);
  const forEver = () =>
    new Promise<void>(() => {
      leads = true;
      listen(tell);
    });
  void navigator.locks.request("vaatu.live", forEver);
}

function listen(tell: (said: Said) => void): void {
  const stream = new EventSource("/v1/events:watch");
  // What came before is unknown.
  stream.onopen = () => tell({ live: true, hint: { all: true } });
  stream.onmessage = ({ data }: MessageEvent<string>) => tell({ hint: JSON.parse(data) as HintJson });
  stream.onerror = () => {
    tell({ live: false });
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => listen(tell), retryMillis);
  };
}

/**
 * readAnew asks for what is shown of what a hint names; without names for all of it, as of a case that is no longer the person's to
 * see it is not said which one it was. What is read is in the audit: a tab that nobody looks at waits until somebody does.
 */
export function readAnew(client: QueryClient, { all, unitIds = [], caseIds = [], viewedUnitIds = [] }: HintJson): void {
  const refetchType = focusManager.isFocused() ? "active" : "none";
  const changed = (queryKey: QueryKey) => void client.invalidateQueries({ queryKey, refetchType });
  if (all) [["queues"], keys.cases, keys.disputes].forEach(changed);
  else if (caseIds.length > 0) [["cases", "list"], keys.casesDue, keys.disputes, ...caseIds.map(keys.case)].forEach(changed);
  unitIds.forEach((id) => changed(keys.queue(id)));
  viewedUnitIds.forEach((id) => changed(keys.viewing(id)));
}
