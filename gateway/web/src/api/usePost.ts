import { useMutation } from "@tanstack/react-query";
import { api, isProblem } from "./client";
import { useIntent } from "./intent";

/** Post is one call that changes something: its path, its body, and the etag that the person has seen. */
export type Post = { path: string; body: unknown; etag?: string };

export type Poster<T> = {
  busy: boolean;
  error: unknown;
  /** Sends once; a press while one is on its way does nothing. done runs when the page shows the answer, even if the
   * part of it that sent is gone by then. */
  send: (what: Post, done?: (answer: T) => void) => void;
};

type Hooks = {
  /** What is to be read anew after a success. */
  succeeded: () => Promise<unknown>;
  /** The same after a refusal because things are no longer what they were. */
  refused: () => Promise<unknown>;
  /** Hears of every failure, even if the part of the page that sent is gone. */
  failed?: (error: unknown) => void;
};

/** usePost changes something. A repetition of the same press keeps its idempotency key. */
export function usePost<T>({ succeeded, refused, failed }: Hooks): Poster<T> {
  const intent = useIntent();
  const call = useMutation<T, unknown, Post>({
    mutationFn: ({ path, body, etag }) => api.post<T>(path, body, { etag, idempotencyKey: intent.keyFor([path, body, etag]) }),
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
      void call.mutateAsync(what).then(done, () => undefined);
    },
  };
}
