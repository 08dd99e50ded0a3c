// What the chunks of a replay come to.

import type { ReplayEndJson, ReplayMoveJson, ReplayRuleSetResponseJson } from "../../api/types";

/** Replayed is what is known so far. */
export type Replayed = { total: number; cases: number; partners: number; since: string; moves: readonly ReplayMoveJson[] };

const perMove = 5;

const nameOf = (end: ReplayEndJson | undefined) => end?.unitId ?? end?.triageReason ?? "";

/** moveKey names a move. */
export const moveKey = (m: ReplayMoveJson) => `${nameOf(m.from)} ${nameOf(m.to)}`;

/** add answers what a replay comes to with one chunk more, the largest moves first. */
export function add(so: Replayed | undefined, chunk: ReplayRuleSetResponseJson): Replayed {
  const moves = new Map((so?.moves ?? []).map((m) => [moveKey(m), m]));
  for (const m of chunk.moves ?? []) {
    const before = moves.get(moveKey(m));
    moves.set(moveKey(m), {
      ...m,
      cases: (before?.cases ?? 0) + (m.cases ?? 0),
      byHand: (before?.byHand ?? 0) + (m.byHand ?? 0),
      samples: [...(before?.samples ?? []), ...(m.samples ?? [])].slice(0, perMove),
    });
  }
  return {
    total: so?.total ?? chunk.total ?? 0,
    cases: (so?.cases ?? 0) + (chunk.cases ?? 0),
    partners: (so?.partners ?? 0) + (chunk.partners ?? 0),
    since: chunk.since ?? "",
    moves: [...moves.values()].sort((a, b) => (b.cases ?? 0) - (a.cases ?? 0)),
  };
}

/** samplesOf answers at most so many samples of moves, the first of each move before the second of any. */
export function samplesOf(moves: readonly ReplayMoveJson[], most: number) {
  return Array.from({ length: perMove }, (_, round) =>
    moves.flatMap((move) => (move.samples ?? []).slice(round, round + 1).map((sample) => ({ move, sample }))),
  )
    .flat()
    .slice(0, most);
}
