import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { RefObject } from "react";
import { usePost, type Poster } from "../../api/usePost";
import { staffQuery } from "./queries";

export type StaffDialogProps = { unitId: string; opener: RefObject<HTMLButtonElement | null>; onClose: () => void };

/** useKeep writes something of a unit's experts, who are then read anew. */
export function useKeep<T>(unitId: string): Poster<T> {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: staffQuery(unitId).queryKey });
  return usePost<T>({ succeeded: again, refused: again });
}

/** useRemove takes something of them away. */
export function useRemove(unitId: string, call: () => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => client.invalidateQueries({ queryKey: staffQuery(unitId).queryKey }) });
}
