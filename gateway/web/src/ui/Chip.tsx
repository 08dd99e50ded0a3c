import { IconChatQuestion, IconCheckCircle, IconClock, IconLock } from "suomifi-icons";

/** Tone says what a state means for the reader: it goes on, one must act, it is well, it is shut. */
export type Tone = "waiting" | "school" | "done" | "stopped";

const icons: Record<Tone, typeof IconClock> = {
  waiting: IconClock,
  school: IconChatQuestion,
  done: IconCheckCircle,
  stopped: IconLock,
};

/** Chip shows a state by icon, word and colour. */
export function Chip({ tone, text }: { tone: Tone; text: string }) {
  const Icon = icons[tone];
  return (
    <span className={`vaatu-phase vaatu-phase--${tone}`}>
      <Icon aria-hidden="true" />
      {text}
    </span>
  );
}
