import type { DisputeOutcomeJson } from "../../api/types";

type Bare<C extends string> = C extends `DISPUTE_OUTCOME_${infer Code}` ? Exclude<Code, "UNSPECIFIED"> : never;

/** bareOutcome answers how a dispute ended, without the prefix of the code; nothing while it is open. */
export function bareOutcome(outcome: DisputeOutcomeJson | undefined): Bare<DisputeOutcomeJson> | undefined {
  return outcome && outcome !== "DISPUTE_OUTCOME_UNSPECIFIED" ? (outcome.slice("DISPUTE_OUTCOME_".length) as Bare<DisputeOutcomeJson>) : undefined;
}
