import { IconChatQuestion, IconCheckCircle, IconClock, IconLock } from "suomifi-icons";
import type { PhaseJson } from "../api/types";
import { useCode } from "../i18n/codes";

type Look = { tone: "waiting" | "school" | "done" | "stopped"; icon: typeof IconClock };

const waiting: Look = { tone: "waiting", icon: IconClock };
const school: Look = { tone: "school", icon: IconChatQuestion };
const done: Look = { tone: "done", icon: IconCheckCircle };
const stopped: Look = { tone: "stopped", icon: IconLock };

const looks: Record<PhaseJson, Look> = {
  PHASE_UNSPECIFIED: waiting,
  PHASE_DRAFT: waiting,
  PHASE_TRIAGE: waiting,
  PHASE_QUEUED: waiting,
  PHASE_IN_CONSULTATION: waiting,
  PHASE_AWAITING_SCHOOL: school,
  PHASE_AWAITING_PERMISSION: stopped,
  PHASE_ADVISED: school,
  PHASE_FOLLOW_UP: done,
  PHASE_CLOSED: done,
  PHASE_WITHDRAWN: stopped,
  PHASE_ERASED: stopped,
};

/** PhaseChip shows a phase by icon, word and colour. */
export function PhaseChip({ phase }: { phase: PhaseJson | undefined }) {
  const code = useCode();
  if (!phase) return null;
  const { tone, icon: Icon } = looks[phase] ?? waiting;
  return (
    <span className={`vaatu-phase vaatu-phase--${tone}`}>
      <Icon aria-hidden="true" />
      {code(phase)}
    </span>
  );
}
