import { useQueryClient } from "@tanstack/react-query";
import { keys } from "../../api/queries";
import { usePost, type Poster } from "../../api/usePost";

// Lists in which a case may stand elsewhere once it has changed.
const lists = ["queues", "triage", "disputes", "caseload"];

/**
 * useSend changes a case. When the call has succeeded, or was refused because the case is no longer what it was,
 * everything shown of the case is read anew; what the person typed is the caller's and stays. With leaving, the case
 * itself is left unread: the person may have lost the right. An offer always is: it is there no more once it is answered. accepted
 * hears of a success before anything is read anew, failed of a failure even if the part of the page that sent is gone.
 */
export function useSend<T>(
  caseId: string,
  options: { leaving?: boolean; accepted?: () => void; failed?: (error: unknown) => void } = {},
): Poster<T> {
  const client = useQueryClient();
  return usePost<T>({
    changed: caseId,
    succeeded: () => {
      options.accepted?.();
      return Promise.all([
        client.invalidateQueries({ predicate: ({ queryKey }) => lists.includes(String(queryKey[0])) }),
        client.invalidateQueries({ queryKey: keys.handOverList }),
        options.leaving
          ? client.invalidateQueries({ queryKey: keys.cases, predicate: ({ queryKey }) => queryKey[1] !== caseId })
          : client.invalidateQueries({ queryKey: keys.cases }),
      ]);
    },
    refused: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.case(caseId) }),
        client.invalidateQueries({ queryKey: keys.handOvers }),
        client.invalidateQueries({ queryKey: keys.triage }),
        client.invalidateQueries({ queryKey: keys.disputes }),
      ]),
    failed: options.failed,
  });
}
