// Every address of the application. Pages are loaded when they are opened.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import type { KeptGrantJson } from "./api/types";
import type { Verb } from "./pages/grants/GrantTable";
import { Shell } from "./ui/Shell";
import { CrashPage } from "./ui/CrashPage";
import { NotFound } from "./ui/NotFound";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: CrashPage });
const parent = () => root;

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

const routes = [
  createRoute({ getParentRoute: parent, path: "/", component: lazyRouteComponent(() => import("./pages/StartPage")) }),
  createRoute({
    getParentRoute: parent,
    path: "/drafts",
    component: lazyRouteComponent(() => import("./pages/DraftsPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/drafts/$draftId",
    validateSearch: (search): { q?: string; fix?: "yes" } => ({ q: text(search.q), fix: text(search.fix) === "yes" ? "yes" : undefined }),
    component: lazyRouteComponent(() => import("./pages/RequestFormPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/drafts/$draftId/check",
    component: lazyRouteComponent(() => import("./pages/CheckPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/checklist",
    component: lazyRouteComponent(() => import("./pages/ChecklistPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/drafts/$draftId/print",
    component: lazyRouteComponent(() => import("./pages/PrintPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/print",
    component: lazyRouteComponent(() => import("./pages/PrintPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases",
    validateSearch: (search): { phase?: string; number?: string } => ({
      phase: text(search.phase),
      number: text(search.number),
    }),
    component: lazyRouteComponent(() => import("./pages/CasesPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId",
    validateSearch: (search): { sent?: string } => ({ sent: text(search.sent) }),
    component: lazyRouteComponent(() => import("./pages/CasePage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/edit",
    component: lazyRouteComponent(() => import("./pages/AmendPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/advice",
    component: lazyRouteComponent(() => import("./pages/AdvicePage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/break-glass",
    component: lazyRouteComponent(() => import("./pages/OpenContentPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/break-glass",
    component: lazyRouteComponent(() => import("./pages/BreakGlassPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/queues/$unitId",
    validateSearch: (search): { need?: string; language?: string; urgency?: string; sort?: string } => ({
      need: text(search.need),
      language: text(search.language),
      urgency: text(search.urgency),
      sort: text(search.sort),
    }),
    component: lazyRouteComponent(() => import("./pages/QueuePage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/my-cases",
    validateSearch: (search): { turn?: string } => ({ turn: text(search.turn) }),
    component: lazyRouteComponent(() => import("./pages/MyCasesPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/caseload",
    validateSearch: caseloadSearch,
    component: lazyRouteComponent(() => import("./pages/CaseloadPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/caseload/cases",
    validateSearch: caseloadSearch,
    component: lazyRouteComponent(() => import("./pages/CaseloadPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/triage",
    component: lazyRouteComponent(() => import("./pages/TriagePage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/grants",
    validateSearch: (search): { state?: string; role?: string } => ({
      state: text(search.state),
      role: text(search.role),
    }),
    component: lazyRouteComponent(() => import("./pages/GrantsPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/grants/new",
    component: lazyRouteComponent(() => import("./pages/NewGrantPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/feedback",
    validateSearch: (search): { answered?: string } => ({ answered: text(search.answered) }),
    component: lazyRouteComponent(() => import("./pages/FeedbackPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/audit",
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import("./pages/AuditPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/audit/cases/$caseId",
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import("./pages/AuditPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/audit/people/$personId",
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import("./pages/AuditPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/reads",
    component: lazyRouteComponent(() => import("./pages/ReadsPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/permissions",
    component: lazyRouteComponent(() => import("./pages/PermissionsPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/permissions/$caseId",
    component: lazyRouteComponent(() => import("./pages/PermissionPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/consent-form",
    validateSearch: (search): { language?: string } => ({ language: text(search.language) }),
    component: lazyRouteComponent(() => import("./pages/ConsentFormPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/settings",
    component: lazyRouteComponent(() => import("./pages/SettingsPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/help",
    component: lazyRouteComponent(() => import("./pages/HelpPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/accessibility",
    component: lazyRouteComponent(() => import("./pages/AccessibilityPage")),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/privacy",
    component: lazyRouteComponent(() => import("./pages/PrivacyPage")),
  }),
] as const;

type CaseloadSearch = Partial<Record<"area" | "phase" | "need" | "actor" | "open" | "unled", string>>;

function caseloadSearch(search: Record<string, unknown>): CaseloadSearch {
  return {
    area: text(search.area),
    phase: text(search.phase),
    need: text(search.need),
    actor: text(search.actor),
    open: text(search.open),
    unled: text(search.unled),
  };
}

type AuditSearch = Partial<Record<"number" | "kind" | "outcome" | "from" | "to", string>>;

function auditSearch(search: Record<string, unknown>): AuditSearch {
  return {
    number: text(search.number),
    kind: text(search.kind),
    outcome: text(search.outcome),
    from: text(search.from),
    to: text(search.to),
  };
}

/** createAppRouter answers the router; coded filters stand in addresses as plain text. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([...routes]),
    defaultPreload: "intent",
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (search) => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(search)) if (value !== undefined) query.set(name, String(value));
      const said = query.toString();
      return said === "" ? "" : `?${said}`;
    },
  });
}

declare module "@tanstack/history" {
  interface HistoryState {
    /** Of /grants: the name that is looked for. It stands in no address. */
    grantName?: string;
    /** Of /grants: what is being asked before a grant is changed. */
    grantAsked?: { grant: KeptGrantJson; verb: Verb };
    /** Of a break-glass: the number on the card that led there. An address could show one and open another. */
    glassNumber?: string;
  }
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
