// Every code of the contract has a text: a code without one does not compile.

import type {
  AboutJson,
  ActorJson,
  AreaJson,
  BreakGlassFindingJson,
  DeclineReasonJson,
  EffectJson,
  EntryKindJson,
  FormJson,
  GradeBandJson,
  GrantStateJson,
  HowJson,
  LackJson,
  LevelJson,
  NeedJson,
  OutcomeJson,
  PaymentCommitmentJson,
  PermissionJson,
  PermitKindJson,
  PermitStateJson,
  PhaseJson,
  RiskJson,
  RoleJson,
  ServiceJson,
  StateJson,
  SupportJson,
  TriageReasonJson,
  TurnJson,
  UrgencyJson,
} from "../api/types";
import type audit from "./fi/audit.json";
import type codes from "./fi/codes.json";

type Coded =
  | AboutJson
  | ActorJson
  | AreaJson
  | BreakGlassFindingJson
  | DeclineReasonJson
  | EffectJson
  | EntryKindJson
  | FormJson
  | GradeBandJson
  | GrantStateJson
  | HowJson
  | LackJson
  | LevelJson
  | NeedJson
  | OutcomeJson
  | PermitKindJson
  | PermitStateJson
  | PaymentCommitmentJson
  | PhaseJson
  | RiskJson
  | RoleJson
  | ServiceJson
  | StateJson
  | SupportJson
  | TriageReasonJson
  | TurnJson
  | UrgencyJson;

/** Told is a code of the contract that people may see; the zero values mean "not said". */
export type Told<C extends string = Coded> = Exclude<C, `${string}_UNSPECIFIED`>;

type Labels = typeof codes;

/** Fails to compile, naming the codes, when the catalogue lacks one. */
export type EveryCodeHasText = Labels extends Record<Told, string> ? true : Exclude<Told, keyof Labels>;
export const everyCodeHasText: EveryCodeHasText = true;

export type EveryPhaseHasSentence = Labels["sentence"] extends Record<Told<PhaseJson>, string> ? true : never;
export const everyPhaseHasSentence: EveryPhaseHasSentence = true;

/** What may be denied, and so stand in the audit, is told in words: every permission but that of the gateway. */
type Audited = Exclude<PermissionJson, `${string}_UNSPECIFIED` | "PERMISSION_SESSION"> extends `PERMISSION_${infer C}` ? C : never;
export type EveryPermissionHasWords = (typeof audit)["action"] extends Record<Audited, string> ? true : Exclude<Audited, keyof (typeof audit)["action"]>;
export const everyPermissionHasWords: EveryPermissionHasWords = true;
