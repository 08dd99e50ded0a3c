// What the guard knows of who writes. Names to look for are in this page's memory only: never sent, never stored.

import { QueryClientContext } from "@tanstack/react-query";
import { useContext, useMemo, useSyncExternalStore } from "react";
import { keys } from "../api/queries";
import type { MeJson } from "../api/types";
import { useLanguage } from "../i18n/formatting";
import type { Writer } from "./finding";

let given = "";
let kept: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** giveNames takes names separated by commas or blanks. */
export function giveNames(names: string): void {
  given = names;
  listeners.forEach((listener) => listener());
}

/** useGivenNames answers the names as they were written. */
export function useGivenNames(): string {
  return useSyncExternalStore(subscribe, () => given);
}

/** keep remembers that a finding is meant to stay, until the page is left. */
export function keep(finding: string): void {
  kept = new Set([...kept, finding]);
  listeners.forEach((listener) => listener());
}

/** useKept answers the findings that are meant to stay. */
export function useKept(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => kept);
}

/** useWriter answers the writer: the language of the screen, names given here, the schools of the own grants. */
export function useWriter(): Writer {
  const language = useLanguage() === "sv" ? "sv" : "fi";
  const names = useGivenNames();
  const me = useContext(QueryClientContext)?.getQueryData<MeJson>(keys.me);
  return useMemo(() => {
    const schools = (me?.grants ?? []).flatMap((grant) => [grant.schoolNameFi ?? "", grant.schoolNameSv ?? ""]);
    return { language, names: names.split(/[\s,;]+/).filter((name) => name.length > 1), schools: [...new Set(schools)].filter(Boolean) };
  }, [language, names, me]);
}
