// The service says some things in whole sentences, in the language of who asks.

import { useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { useEffect } from "react";
import { keys } from "./queries";

/** useSentences reads again what holds sentences when the language of the screen changes: cases, and those that nobody leads, say why they went where they are. */
export function useSentences(): void {
  const client = useQueryClient();
  useEffect(() => {
    const anew = () => {
      void client.invalidateQueries({ queryKey: keys.triage });
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === keys.cases[0] && queryKey.length === keys.case("").length });
    };
    i18next.on("languageChanged", anew);
    return () => i18next.off("languageChanged", anew);
  }, [client]);
}
