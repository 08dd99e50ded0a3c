// Every address of the application. Pages are loaded when they are opened, with the texts that they need.

import type { ComponentType } from "react";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import type { KeptGrantJson } from "./api/types";
import { needTexts } from "./i18n";
import type { Subject } from "./i18n/catalogue";
import type { Verb } from "./pages/grants/GrantTable";
import { Shell } from "./ui/Shell";
import { CrashPage } from "./ui/CrashPage";
import { NotFound } from "./ui/NotFound";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: CrashPage });
const parent = () => root;

/** page is loaded when it is opened; subjects are what it and all that it shows speak of, beside what is needed everywhere. */
function page(load: () => Promise<{ default: ComponentType }>, ...subjects: Subject[]) {
  return lazyRouteComponent(async () => (await Promise.all([load(), needTexts(...subjects)]))[0]);
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

const routes = [
  createRoute({ getParentRoute: parent, path: "/", component: page(() => import("./pages/StartPage"), "accessibility", "drafts", "form", "grants", "permits", "similar", "start") }),
  createRoute({
    getParentRoute: parent,
    path: "/drafts",
    component: page(() => import("./pages/DraftsPage"), "drafts", "form"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/drafts/$draftId",
    validateSearch: (search): { q?: string; fix?: "yes" } => ({ q: text(search.q), fix: text(search.fix) === "yes" ? "yes" : undefined }),
    component: page(() => import("./pages/RequestFormPage"), "attachments", "checklist", "drafts", "form", "permits"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/drafts/$draftId/check",
    component: page(() => import("./pages/CheckPage"), "attachments", "check", "drafts", "form", "leak", "permits", "similar"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/checklist",
    component: page(() => import("./pages/ChecklistPage"), "checklist", "form"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/drafts/$draftId/print",
    component: page(() => import("./pages/PrintPage"), "attachments", "case", "form", "permits"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/print",
    component: page(() => import("./pages/PrintPage"), "attachments", "case", "form", "permits"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases",
    validateSearch: (search): { phase?: string; number?: string } => ({
      phase: text(search.phase),
      number: text(search.number),
    }),
    component: page(() => import("./pages/CasesPage"), "cases", "form"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId",
    validateSearch: (search): { sent?: string } => ({ sent: text(search.sent) }),
    component: page(() => import("./pages/CasePage"), "after", "attachments", "case", "permits"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/edit",
    component: page(() => import("./pages/AmendPage"), "after", "attachments", "case", "checklist", "drafts", "form", "permits"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/advice",
    component: page(() => import("./pages/AdvicePage"), "advice", "case"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/break-glass",
    component: page(() => import("./pages/OpenContentPage"), "case", "glass"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/break-glass",
    component: page(() => import("./pages/BreakGlassPage"), "glass"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/queues/$unitId",
    validateSearch: (search): Partial<Record<"need" | "grade" | "language" | "area" | "urgency" | "sort", string>> => ({
      need: text(search.need),
      grade: text(search.grade),
      language: text(search.language),
      area: text(search.area),
      urgency: text(search.urgency),
      sort: text(search.sort),
    }),
    component: page(() => import("./pages/QueuePage"), "case", "queue"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/queues/$unitId/plan",
    component: page(() => import("./pages/PlanPage"), "case", "staffing"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/plan",
    validateSearch: (search): { actor?: string } => ({ actor: text(search.actor) }),
    component: page(() => import("./pages/JointPlanPage"), "staffing"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/units/$unitId/staff",
    component: page(() => import("./pages/StaffPage"), "case", "parts", "staffing"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/my-cases",
    validateSearch: (search): { turn?: string } => ({ turn: text(search.turn) }),
    component: page(() => import("./pages/MyCasesPage"), "queue"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/hand-overs/$handOverId",
    component: page(() => import("./pages/HandOverPage"), "case", "parts"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/caseload",
    validateSearch: caseloadSearch,
    component: page(() => import("./pages/CaseloadPage"), "caseload", "checklist", "glass", "queue"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/caseload/cases",
    validateSearch: caseloadSearch,
    component: page(() => import("./pages/CaseloadPage"), "caseload", "checklist", "glass", "queue"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/triage",
    component: page(() => import("./pages/TriagePage"), "case", "disputes", "ending", "glass", "triage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/routing",
    component: page(() => import("./pages/RuleSetsPage"), "rules"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/routing/$ruleSetId",
    component: page(() => import("./pages/RuleSetPage"), "rules"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/grants",
    validateSearch: (search): { state?: string; role?: string } => ({
      state: text(search.state),
      role: text(search.role),
    }),
    component: page(() => import("./pages/GrantsPage"), "case", "grants"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/grants/new",
    component: page(() => import("./pages/NewGrantPage"), "grants"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/feedback",
    validateSearch: (search): { answered?: string } => ({ answered: text(search.answered) }),
    component: page(() => import("./pages/FeedbackPage"), "accessibility"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/audit",
    validateSearch: auditSearch,
    component: page(() => import("./pages/AuditPage"), "audit"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/audit/cases/$caseId",
    validateSearch: auditSearch,
    component: page(() => import("./pages/AuditPage"), "audit"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/audit/people/$personId",
    validateSearch: auditSearch,
    component: page(() => import("./pages/AuditPage"), "audit"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/cases/$caseId/reads",
    component: page(() => import("./pages/ReadsPage"), "audit", "case"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/permissions",
    component: page(() => import("./pages/PermissionsPage"), "permits"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/permissions/$caseId",
    component: page(() => import("./pages/PermissionPage"), "case", "form", "permits"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/consent-form",
    validateSearch: (search): { language?: string } => ({ language: text(search.language) }),
    component: page(() => import("./pages/ConsentFormPage"), "permits"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/settings",
    component: page(() => import("./pages/SettingsPage"), "start"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/help",
    component: page(() => import("./pages/HelpPage"), "help"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/accessibility",
    component: page(() => import("./pages/AccessibilityPage"), "accessibility", "case"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/privacy",
    component: page(() => import("./pages/PrivacyPage"), "privacy"),
  }),
] as const;

type CaseloadSearch = Partial<Record<"area" | "phase" | "need" | "actor" | "open" | "unled" | "late", string>>;

function caseloadSearch(search: Record<string, unknown>): CaseloadSearch {
  return {
    area: text(search.area),
    phase: text(search.phase),
    need: text(search.need),
    actor: text(search.actor),
    open: text(search.open),
    unled: text(search.unled),
    late: text(search.late),
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
