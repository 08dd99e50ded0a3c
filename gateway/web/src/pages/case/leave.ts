// What letting go of an assignment has in common: the dialogs' properties, and where one goes afterwards.

import { useNavigate } from "@tanstack/react-router";
import type { RefObject } from "react";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { announceDone } from "../../ui/announce";

export type AssignmentDialogProps = {
  item: CaseJson;
  assignment: AssignmentJson;
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
};

/** useLeave says what was done and goes to the unit's queue: the case may no longer be the person's to read. */
export function useLeave(assignment: AssignmentJson): (said: string) => void {
  const navigate = useNavigate();
  return (said) => {
    announceDone(said);
    void navigate({ to: "/queues/$unitId", params: { unitId: assignment.unitId ?? "" } });
  };
}
