import { useMutation } from "@tanstack/react-query";
import { api, isProblem } from "./client";
import { useIntent } from "./intent";

/** Post is one call that changes something: its path, its body, and the etag that the person has seen. */
export type Post = {
  path: string;
  body: unknown;
  etag?: string;
  /** The id of what the etag is of, where that is not what is changed: of a part of a case; empty where the answer has another etag. */
  of?: string;
};

export type Poster<T> = {
  busy: boolean;
  error: unknown;
  /** Sends once; a press while one is on its way does nothing. done runs when the page shows the answer, even if the
   * part of it that sent is gone by then. stayed: the person has not gone on to something else, and the focus may be moved. */
  send: (what: Post, done?: (answer: T, stayed: boolean) => void) => void;
};

type Hooks = {
  /** What is changed: calls that change the same go out one after another. */
  changed?: string;
  /** What is to be read anew after a success. */
  succeeded: () => Promise<unknown>;
  /** The same after a refusal because things are no longer what they were. */
  refused: () => Promise<unknown>;
  /** Hears of every failure, even if the part of the page that sent is gone. */
  failed?: (error: unknown) => void;
};

// What calls of one's own have made of etags that were seen: whoever has changed a thing has seen it changed.
const moved = new Map<string, string>();

/**
 * usePost changes something. A repetition of the same press keeps its idempotency key, and what was pressed while another
 * change of the same was on its way takes that one's etag: nobody is told of a change of their own as of somebody else's.
 */
export function usePost<T>({ changed = "", succeeded, refused, failed }: Hooks): Poster<T> {
  const intent = useIntent();
  const call = useMutation<T, unknown, Post>({
    ...(changed !== "" && { scope: { id: changed } }),
    mutationFn: async ({ path, body, etag: seen, of = changed }) => {
      const name = (etag: string) => `${of} ${etag}`;
      let etag = seen;
      while (etag && moved.has(name(etag))) etag = moved.get(name(etag));
      const answer = await api.post<T>(path, body, { etag, idempotencyKey: intent.keyFor([path, body, etag]) });
      const now = answer as { id?: string; etag?: string } | undefined;
      if (of !== "" && now?.id === of && etag && now.etag && now.etag !== etag) moved.set(name(etag), now.etag);
      return answer;
    },
    onSuccess: async () => {
      intent.done();
      await succeeded();
    },
    onError: async (error) => {
      failed?.(error);
      if (!isProblem(error) || error.passing || error.status === 400 || error.status === 401) return;
      intent.done();
      await refused();
    },
  });
  return {
    busy: call.isPending,
    error: call.error,
    send: (what, done) => {
      if (call.isPending) return;
      const from = document.activeElement;
      const stayed = () => [from, document.body, null].includes(document.activeElement);
      void call.mutateAsync(what).then((answer) => done?.(answer, stayed()), () => undefined);
    },
  };
}
