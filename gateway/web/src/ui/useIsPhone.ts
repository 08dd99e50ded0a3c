import { useCallback, useSyncExternalStore } from "react";

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** useIsPhone tells whether the window is narrower than 768 px. */
export const useIsPhone = (): boolean => useMedia("(max-width: 767px)");

/** useIsWide tells whether a large table can be edited: from 900 px. */
export const useIsWide = (): boolean => useMedia("(min-width: 900px)");
