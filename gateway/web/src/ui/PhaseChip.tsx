import type { PhaseJson } from "../api/types";
import { useCode } from "../i18n/codes";
import { Chip, type Tone } from "./Chip";

const tones: Record<PhaseJson, Tone> = {
  PHASE_UNSPECIFIED: "waiting",
  PHASE_DRAFT: "waiting",
  PHASE_TRIAGE: "waiting",
  PHASE_QUEUED: "waiting",
  PHASE_IN_CONSULTATION: "waiting",
  PHASE_AWAITING_SCHOOL: "school",
  PHASE_AWAITING_PERMISSION: "stopped",
  PHASE_ADVISED: "school",
  PHASE_FOLLOW_UP: "done",
  PHASE_CLOSED: "done",
  PHASE_WITHDRAWN: "stopped",
  PHASE_ERASED: "stopped",
};

/** PhaseChip shows a phase by icon, word and colour. */
export function PhaseChip({ phase }: { phase: PhaseJson | undefined }) {
  const code = useCode();
  return phase ? <Chip tone={tones[phase] ?? "waiting"} text={code(phase)} /> : null;
}
