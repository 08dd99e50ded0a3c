import { useQueryClient } from "@tanstack/react-query";
import { keys } from "../../api/queries";
import { usePost } from "../../api/usePost";

/** useGrantPost changes the grants; the lists of them are read anew. */
export function useGrantPost<T>() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.grants });
  return usePost<T>({ succeeded: refresh, refused: refresh });
}
