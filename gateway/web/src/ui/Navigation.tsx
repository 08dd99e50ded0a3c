import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ServiceNavigation, ServiceNavigationItem } from "suomifi-ui-components";
import { grantsOf, useMe } from "../api/queries";
import type { GrantJson, MeJson } from "../api/types";
import { unitName } from "../i18n/codes";
import { useLanguage } from "../i18n/formatting";
import { AppLink, NavigationLink } from "./AppLink";
import { useIsPhone } from "./useIsPhone";

/** unitsOf answers the units whose queue a person works on, each once. */
export function unitsOf(me: MeJson | undefined): GrantJson[] {
  const seen = new Set<string>();
  return grantsOf(me, "ROLE_EXPERT", "ROLE_LEAD").filter((g) => {
    if (!g.unitId || seen.has(g.unitId)) return false;
    seen.add(g.unitId);
    return true;
  });
}

type Entry = { to: string; label: string };

function useEntries(me: MeJson | undefined): Entry[] {
  const { t } = useTranslation();
  const language = useLanguage();
  const entries: Entry[] = [{ to: "/", label: t("nav.start") }];
  if (grantsOf(me, "ROLE_REQUESTER", "ROLE_PRINCIPAL").length > 0) {
    entries.push({ to: "/cases", label: t("nav.cases") }, { to: "/drafts", label: t("nav.drafts") });
    entries.push({ to: "/checklist", label: t("nav.checklist") });
  }
  if (grantsOf(me, "ROLE_PRINCIPAL").length > 0) entries.push({ to: "/permissions", label: t("nav.permissions") });
  const units = unitsOf(me);
  for (const grant of units) {
    const label = units.length > 1 ? t("nav.queueOf", { unit: unitName(grant, language) }) : t("nav.queue");
    entries.push({ to: `/queues/${grant.unitId}`, label });
  }
  if (units.length > 0) entries.push({ to: "/my-cases", label: t("nav.myCases") });
  if (grantsOf(me, "ROLE_COORDINATOR").length > 0) {
    entries.push({ to: "/triage", label: t("nav.triage") }, { to: "/routing", label: t("nav.rules") }, { to: "/caseload", label: t("nav.caseload") });
  }
  if (grantsOf(me, "ROLE_ADMIN", "ROLE_LEAD").length > 0) entries.push({ to: "/grants", label: t("nav.grants") });
  if (grantsOf(me, "ROLE_ADMIN").length > 0) entries.push({ to: "/feedback", label: t("nav.feedback") });
  if (grantsOf(me, "ROLE_AUDITOR").length > 0) entries.push({ to: "/audit", label: t("nav.audit") });
  return entries;
}

/** Where pages belong that stand under no entry of the person's: to the first of these that they have; id is the page's own. */
const homes = new Map<string, (id: string) => string[]>([
  ["break-glass", () => ["/"]],
  ["cases", () => ["/my-cases", "/caseload"]],
  ["hand-overs", () => ["/my-cases"]],
  ["plan", () => ["/triage"]],
  ["units", (id) => [`/queues/${id}`]],
]);

/** entryOf answers to which of the entries a path belongs, if to any. */
export function entryOf(path: string, entries: readonly string[]): string | undefined {
  const own = entries.find((to) => path === to || (to !== "/" && path.startsWith(`${to}/`)));
  const [, page = "", id = ""] = path.split("/");
  return own ?? homes.get(page)?.(id).find((to) => entries.includes(to));
}

/** useEntry answers the entries of the navigation, and the one to which the page belongs. */
function useEntry(me: MeJson | undefined) {
  const path = useLocation({ select: (l) => l.pathname });
  const entries = useEntries(me);
  const to = entryOf(path, entries.map((e) => e.to));
  return { path, entries, entry: entries.find((e) => e.to === to) };
}

/** WayBack leads from a page to the one of the navigation to which it belongs. */
export function WayBack() {
  const { t } = useTranslation();
  const { path, entry } = useEntry(useMe().data);
  if (!entry || entry.to === path) return null;
  return (
    <p className="vaatu-noprint">
      <AppLink to={entry.to}>{t("nav.back", { page: entry.label })}</AppLink>
    </p>
  );
}

/** Navigation shows the pages of all the person's grants together. */
export function Navigation({ me }: { me: MeJson }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const { path, entries, entry: present } = useEntry(me);
  return (
    <div className="vaatu-navigation">
      <ServiceNavigation
        key={phone ? path : "wide"}
        aria-label={t("nav.label")}
        variant={phone ? "smallScreen" : "default"}
        smallScreenExpandButtonText={t("nav.menu")}
        initiallyExpanded={false}
      >
        {entries.map((entry) => (
          <ServiceNavigationItem key={entry.to} selected={entry === present}>
            <NavigationLink to={entry.to} aria-current={entry === present ? "page" : undefined} activeOptions={{ exact: true, includeSearch: false }}>
              {entry.label}
            </NavigationLink>
          </ServiceNavigationItem>
        ))}
      </ServiceNavigation>
    </div>
  );
}
