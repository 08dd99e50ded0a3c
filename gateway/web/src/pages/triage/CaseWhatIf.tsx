import type { AreaJson, CaseJson } from "../../api/types";
import { AskWhatIf } from "./AskWhatIf";

/** CaseWhatIf begins with the facts by which a case was routed. */
export default function CaseWhatIf({ item: { request = {}, routing } }: { item: CaseJson }) {
  const area = routing?.matched?.find((m) => m.startsWith("AREA_"));
  const facts = {
    needs: request.needs,
    language: request.workingLanguage,
    level: request.level,
    about: request.about,
    urgency: request.urgency ?? "URGENCY_NORMAL",
    wishedForms: request.wishedForms,
    risk: (request.risks ?? []).length > 0,
    ...(area === "AREA_ALAND" ? { county: "91" } : { area: area as AreaJson | undefined }),
  };
  return <AskWhatIf heading="h2" facts={facts} />;
}
