import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, isProblem } from "../../api/client";
import { useIntent } from "../../api/intent";
import { keys } from "../../api/queries";

// Lists in which a case may stand elsewhere once it has changed.
const lists = ["queues", "triage", "caseload"];

/** Send is one call that changes a case: its path, its body, and the etag that the person has seen. */
export type Send = { path: string; body: unknown; etag?: string };

export type Sender<T> = {
  busy: boolean;
  error: unknown;
  /** Sends once; a press while one is on its way does nothing. done runs when the page shows the answer, even if the
   * part of it that sent is gone by then. */
  send: (what: Send, done?: (answer: T) => void) => void;
};

/**
 * useSend changes a case. A repetition of the same press keeps its idempotency key. When the call has succeeded, or
 * was refused because the case is no longer what it was, everything shown of the case is read anew; what the person
 * typed is the caller's and stays. With leaving, the case itself is left unread: the person may have lost the right.
 * accepted hears of a success before anything is read anew, failed of a failure even if the part of the page that sent is
 * gone.
 */
export function useSend<T>(
  caseId: string,
  options: { leaving?: boolean; accepted?: () => void; failed?: (error: unknown) => void } = {},
): Sender<T> {
  const client = useQueryClient();
  const intent = useIntent();
  const call = useMutation<T, unknown, Send>({
    mutationFn: ({ path, body, etag }) => api.post<T>(path, body, { etag, idempotencyKey: intent.keyFor([path, body, etag]) }),
    onSuccess: async () => {
      intent.done();
      options.accepted?.();
      await Promise.all([
        client.invalidateQueries({ predicate: ({ queryKey }) => lists.includes(String(queryKey[0])) }),
        options.leaving
          ? client.invalidateQueries({ queryKey: keys.cases, predicate: ({ queryKey }) => queryKey[1] !== caseId })
          : client.invalidateQueries({ queryKey: keys.cases }),
      ]);
    },
    onError: async (error) => {
      options.failed?.(error);
      if (!isProblem(error) || error.passing || error.status === 400 || error.status === 401) return;
      intent.done();
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.case(caseId) }),
        client.invalidateQueries({ queryKey: keys.triage }),
      ]);
    },
  });
  return {
    busy: call.isPending,
    error: call.error,
    send: (what, done) => {
      if (call.isPending) return;
      void call.mutateAsync(what).then(done, () => undefined);
    },
  };
}
