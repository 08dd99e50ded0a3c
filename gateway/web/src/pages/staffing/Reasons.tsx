import type { CandidateJson } from "../../api/types";
import { useFitWords } from "./words";

/** Reasons lists what speaks for a candidate and against. */
export function Reasons({ candidate }: { candidate: CandidateJson }) {
  const { reasons } = useFitWords();
  return (
    <ul className="vaatu-reasons">
      {reasons(candidate).map((r) => (
        <li key={r}>{r}</li>
      ))}
    </ul>
  );
}
