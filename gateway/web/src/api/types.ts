// The types of the contract under one roof. Types only: nothing of src/gen runs in the page.

export type { OwnEmailJson } from "../gen/vaatu/access/v1/account_pb";
export type {
  CreateInvitationResponseJson,
  GrantActionJson,
  GrantStateJson,
  KeptGrantJson,
  ListGrantsResponseJson,
  PreviewEndResponseJson,
} from "../gen/vaatu/grants/v1/grants_pb";
export type {
  BreakGlassJson,
  FindingJson as BreakGlassFindingJson,
  ListBreakGlassesResponseJson,
} from "../gen/vaatu/breakglass/v1/break_glass_pb";
export type { FeedbackJson, ListFeedbackResponseJson, SendFeedbackResponseJson } from "../gen/vaatu/feedback/v1/feedback_pb";
export type {
  EntryJson,
  EntryKindJson,
  ExportEntriesResponseJson,
  FindPeopleResponseJson,
  GetSealsResponseJson,
  ListCaseDisclosuresResponseJson,
  ListCaseReadsResponseJson,
  ListEntriesResponseJson,
  OutcomeJson,
} from "../gen/vaatu/audit/v1/audit_pb";
export type { PermissionJson, RoleJson } from "../gen/vaatu/access/v1/options_pb";
export type {
  AssignmentJson,
  AuthorJson,
  CardJson,
  CaseJson,
  CloseOutJson,
  DisputeJson,
  HandOverJson,
  OpenedByBreakGlassJson,
  RequestJson,
  RoutingJson,
  RunnerUpJson,
} from "../gen/vaatu/cases/v1/case_pb";
export type { ClockJson, ClockStateJson, DayOwnerJson, GoalJson } from "../gen/vaatu/cases/v1/clocks_pb";
export type {
  AboutJson,
  ActionJson,
  ActorJson,
  AreaJson,
  DeclineReasonJson,
  DisputeOutcomeJson,
  EffectJson,
  FormJson,
  GradeBandJson,
  LackJson,
  LevelJson,
  NeedJson,
  PaymentCommitmentJson,
  PhaseJson,
  RiskJson,
  ServiceJson,
  SimilarJson,
  SectionJson,
  StateJson,
  SupportJson,
  TriageReasonJson,
  TurnJson,
  UrgencyJson,
} from "../gen/vaatu/cases/v1/codes_pb";
export type {
  AdviceJson,
  AdviceStepJson,
  AdviceTextJson,
  EventJson,
  ListCasesResponseJson,
  MessageJson,
  QuestionJson,
} from "../gen/vaatu/casework/v1/casework_pb";
export type { ActorInfoJson, GrantJson, ListProvidersResponseJson, MeJson, ProviderJson, UnitJson } from "../gen/vaatu/directory/v1/directory_pb";
export type { BeforeFilingJson, CheckRequestResponseJson, DraftJson, FieldChangeJson, FindingJson, WriterJson } from "../gen/vaatu/intake/v1/intake_pb";
export type { ColleagueJson, DraftEndJson, FindColleaguesResponseJson } from "../gen/vaatu/intake/v1/drafts_pb";
export type { ConsentJson, HowJson, PermissionsJson } from "../gen/vaatu/cases/v1/permits_pb";
export type {
  AuthorisationJson,
  CasePermissionsJson,
  ListAuthorisationsResponseJson,
  PermitJson,
  PermitKindJson,
  PermitStateJson,
  PupilJson,
} from "../gen/vaatu/permits/v1/permits_pb";
export type { ListChecklistFiguresResponseJson, RecordChecklistRequestJson } from "../gen/vaatu/intake/v1/checklist_pb";
export type { FindSimilarResponseJson, JoinAnswerJson, JoinJson, LikenessJson, ListJoinsResponseJson } from "../gen/vaatu/intake/v1/similar_pb";
export type { AttachmentJson, FileTypeJson, ListAttachmentsResponseJson, RemovedAttachmentJson, UploadStateJson } from "../gen/vaatu/attachments/v1/attachments_pb";
export type {
  CandidateJson,
  FitCodeJson,
  FitRefusalJson,
  ListCandidatesResponseJson,
  PreviewJointPlanResponseJson,
  PreviewPlanResponseJson,
  PlannedAssignmentJson,
  RunnerUpJson as PlanRunnerUpJson,
  UnitPlanJson,
  UnplacedAssignmentJson,
} from "../gen/vaatu/assignment/v1/assignment_pb";
export type { AbsenceJson, CreateAbsenceResponseJson, ExpertJson, KeptJson, ListReturnsResponseJson, ListStaffResponseJson, ReturnJson } from "../gen/vaatu/assignment/v1/staff_pb";
export type { ListHandOversResponseJson } from "../gen/vaatu/assignment/v1/hand_over_pb";
export type { ListRuleChangesResponseJson, ListRuleFindingsResponseJson, ListRuleSetsResponseJson, ReplayEndJson, ReplayMoveJson, ReplayRuleSetResponseJson, RuleChangeJson, RuleFindingJson, RuleJson, RuleSetActionJson, RuleSetJson, RuleWhenJson } from "../gen/vaatu/routing/v1/rule_sets_pb";
