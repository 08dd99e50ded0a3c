import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "../../ui/announce";
import { lookOf } from "./autosave";
import { useStore } from "./useDraft";

/** useToCheck leads to the check page once all is saved; what is not saved keeps the writer where it can be seen. */
export function useToCheck(draftId: string): { toCheck: () => Promise<void>; checking: boolean } {
  const navigate = useNavigate();
  const { t } = useTranslation("form");
  const store = useStore();
  const [checking, setChecking] = useState(false);
  async function toCheck(): Promise<void> {
    if (checking) return;
    setChecking(true);
    const saved = await store.settle();
    setChecking(false);
    if (saved) await navigate({ to: "/drafts/$draftId/check", params: { draftId } });
    else announce(t(`save.${lookOf(store.state())}`, { time: "" })); // it was perhaps said long ago
  }
  return { toCheck, checking };
}
