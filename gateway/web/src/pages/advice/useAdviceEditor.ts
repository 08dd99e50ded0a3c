import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import { useIntent } from "../../api/intent";
import { caseQuery, keys } from "../../api/queries";
import type { AdviceJson, CaseJson } from "../../api/types";
import { keepText, keptText } from "../../ui/keptText";
import { adviceQuery } from "../case/queries";
import { may } from "../case/side";
import { draftOf, readDraft, sameText, textOf, type Draft } from "./draft";

export type AdviceEditor = {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** Whether something is written that is not saved. */
  dirty: boolean;
  busy: boolean;
  error: unknown;
  /** Who saved a newer revision while this one was being published. */
  newer: string;
  save: () => Promise<boolean>;
  publish: () => Promise<boolean>;
};

/** useAdviceEditor keeps the draft in this tab until it is saved, saves revisions and publishes the latest. */
export function useAdviceEditor(item: CaseJson, latest: AdviceJson | undefined): AdviceEditor {
  const id = item.id ?? "";
  const name = `advice.${id}`;
  const client = useQueryClient();
  const saving = useIntent();
  const publishing = useIntent();
  const [draft, setDraft] = useState<Draft>(() => readDraft(keptText(name)) ?? draftOf(latest?.advice));
  const [saved, setSaved] = useState<Draft>(() => draftOf(latest?.advice));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [newer, setNewer] = useState("");
  const dirty = !sameText(draft, saved);

  async function send(): Promise<AdviceJson> {
    const body = { advice: textOf(draft) };
    const revision = await api.post<AdviceJson>(`/v1/cases/${id}/advice`, body, { idempotencyKey: saving.keyFor(body) });
    saving.done();
    setSaved(draft);
    // What was typed meanwhile stays kept.
    if (keptText(name) === JSON.stringify(draft)) keepText(name, "");
    await client.invalidateQueries({ queryKey: keys.case(id) });
    return revision;
  }

  /** once runs one thing at a time and keeps what went wrong. */
  async function once(run: () => Promise<boolean>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setError(undefined);
    setNewer("");
    try {
      return await run();
    } catch (problem) {
      setError(problem);
      await client.invalidateQueries({ queryKey: keys.case(id) });
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function publishLatest(): Promise<boolean> {
    let etag = item.etag;
    if (dirty || !may(item, "ACTION_PUBLISH_ADVICE")) {
      const mine = await send();
      const [now, list] = await Promise.all([
        client.fetchQuery({ ...caseQuery(id), staleTime: 0 }),
        client.fetchQuery({ ...adviceQuery(id), staleTime: 0 }),
      ]);
      const top = list.advice?.find((a) => a.author?.unitId === mine.author?.unitId); // partners write their own
      if (top?.id !== mine.id) {
        setNewer(top?.author?.name ?? "");
        return false;
      }
      etag = now.etag;
    }
    await api.post<CaseJson>(`/v1/cases/${id}/advice:publish`, {}, { etag, idempotencyKey: publishing.keyFor(etag) });
    publishing.done();
    await client.invalidateQueries({ queryKey: keys.cases });
    return true;
  }

  return {
    draft,
    change: (part) => {
      const next = { ...draft, ...part };
      setDraft(next);
      keepText(name, sameText(next, saved) ? "" : JSON.stringify(next));
    },
    dirty,
    busy,
    error,
    newer,
    save: () => once(async () => (await send()) !== undefined),
    publish: () => once(publishLatest),
  };
}
