import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ServiceNavigation, ServiceNavigationItem } from "suomifi-ui-components";
import { grantsOf } from "../api/queries";
import type { GrantJson, MeJson } from "../api/types";
import { unitName } from "../i18n/codes";
import { useLanguage } from "../i18n/formatting";
import { NavigationLink } from "./AppLink";
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

function useEntries(me: MeJson): Entry[] {
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

/** isUnder tells whether a path belongs to an entry of the navigation. */
export function isUnder(path: string, to: string): boolean {
  return to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`);
}

/** Navigation shows the pages of all the person's grants together. */
export function Navigation({ me }: { me: MeJson }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const path = useLocation({ select: (l) => l.pathname });
  const entries = useEntries(me);
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
          <ServiceNavigationItem key={entry.to} selected={isUnder(path, entry.to)}>
            <NavigationLink to={entry.to} activeOptions={{ exact: entry.to === "/" }}>
              {entry.label}
            </NavigationLink>
          </ServiceNavigationItem>
        ))}
      </ServiceNavigation>
    </div>
  );
}
