import { lazy, Suspense } from "react";
import { useAnswer } from "../form/useDraft";

// The texts of all steps are loaded when there is something to say.
const Missing = lazy(() => import("./Missing"));

/** TryFirst advises under the question on support, once that is answered, on what is missing and comes first. It hinders nothing. */
export function TryFirst() {
  const request = {
    about: useAnswer("about"),
    needs: useAnswer("needs"),
    supportInPlace: useAnswer("supportInPlace"),
    servicesInvolved: useAnswer("servicesInvolved"),
  };
  if ((request.supportInPlace ?? []).length === 0) return null;
  return (
    <Suspense>
      <Missing request={request} />
    </Suspense>
  );
}
