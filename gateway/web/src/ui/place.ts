// A page may hold in the browser's history what stands in no address. A sign-in on the way begins a new entry there: what the
// old one held is kept in this tab, as typed texts are, and given to the page to which the person comes back.

import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { keepText, keptText, markOf } from "./keptText";

const name = markOf("place");
const here = () => window.location.pathname + window.location.search;

/** keepPlace is called as the person goes to sign in again. */
export function keepPlace(): void {
  keepText(name, JSON.stringify({ at: here(), state: window.history.state as unknown }));
}

/** useComeBack gives the page what was kept of it, once, when it is known who came back. */
export function useComeBack(personId: string | undefined): void {
  const navigate = useNavigate();
  useEffect(() => {
    const kept = personId === undefined ? "" : keptText(name);
    if (kept === "") return;
    keepText(name, "");
    const { at, state } = JSON.parse(kept) as { at: string; state: object };
    if (at === here()) void navigate({ to: ".", search: true, state, replace: true });
  }, [personId, navigate]);
}
