// What whoever leads may keep from a partner.

import { useTranslation } from "react-i18next";
import type { SectionJson } from "../../api/types";

export const sections = [
  "SECTION_QUESTION",
  "SECTION_SITUATION",
  "SECTION_TRIED",
  "SECTION_CONVERSATION",
  "SECTION_ATTACHMENTS",
] as const satisfies readonly SectionJson[];

type Known = (typeof sections)[number];

/** useSections answers how a section is named, and how several are. */
export function useSections() {
  const { t } = useTranslation("parts");
  const name = (section: Known) => t(`section.${section.slice("SECTION_".length) as "QUESTION"}`);
  const names = (of: readonly SectionJson[]) => sections.filter((s) => of.includes(s)).map(name).join(", ");
  return { name, names };
}
