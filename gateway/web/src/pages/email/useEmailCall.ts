import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isProblem } from "../../api/client";
import { keys } from "../../api/queries";
import type { MeJson, OwnEmailJson } from "../../api/types";

export type EmailCall = {
  busy: boolean;
  /** What is wrong with what was typed, in the service's words. */
  wrong: string;
  /** Any other failure. */
  error: unknown;
  /** Calls once; a press while a call is on its way does nothing. */
  send: (typed: string) => void;
  /** Forgets what was wrong: the person types anew. */
  reset: () => void;
};

/** useEmailCall changes the own address, and shows what it is then wherever it stands. */
export function useEmailCall(call: (typed: string) => Promise<OwnEmailJson>, done: (own: OwnEmailJson) => void): EmailCall {
  const client = useQueryClient();
  const mutation = useMutation<OwnEmailJson, unknown, string>({
    mutationFn: call,
    onSuccess: (email) => {
      client.setQueryData<MeJson>(keys.me, (me) => me && { ...me, email });
      done(email);
    },
  });
  const violations = isProblem(mutation.error) ? mutation.error.fieldViolations : [];
  return {
    busy: mutation.isPending,
    wrong: violations.map((v) => v.description).join(" "),
    error: violations.length > 0 ? null : mutation.error,
    send: (typed) => {
      if (!mutation.isPending) mutation.mutate(typed);
    },
    reset: mutation.reset,
  };
}
