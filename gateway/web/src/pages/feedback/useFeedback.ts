import { useMutation } from "@tanstack/react-query";
import { api, isProblem } from "../../api/client";
import { useIntent } from "../../api/intent";
import type { SendFeedbackResponseJson } from "../../api/types";

export type Feedback = { message: string; page: string; email: string };

/** useFeedback sends feedback once, however often the button is pressed, and tells which field was refused and why. */
export function useFeedback(arrived: (sent: SendFeedbackResponseJson) => void) {
  const intent = useIntent();
  const call = useMutation<SendFeedbackResponseJson, unknown, Feedback>({
    mutationFn: (typed) => api.post("/v1/feedback", typed, { idempotencyKey: intent.keyFor(typed) }),
    onSuccess: (sent) => {
      intent.done();
      arrived(sent);
    },
  });
  const violations = isProblem(call.error) ? call.error.fieldViolations : [];
  return {
    busy: call.isPending,
    sent: call.data,
    /** Any failure that no field is to blame for. */
    error: violations.length > 0 ? null : call.error,
    wrong: (field: keyof Feedback) =>
      violations
        .filter((v) => v.field === field)
        .map((v) => v.description)
        .join(" "),
    send: (typed: Feedback) => {
      if (!call.isPending) call.mutate(typed);
    },
    reset: () => {
      if (!call.isPending) call.reset();
    },
  };
}
