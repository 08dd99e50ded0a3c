import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading, Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { CardJson, DraftJson, FindSimilarResponseJson, SimilarJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { AppLink } from "../../ui/AppLink";
import { Numbered } from "../../ui/Numbered";
import { PhaseChip } from "../../ui/PhaseChip";
import type { SaveAnswer } from "../form/useSaveAnswer";
import { AskColleague } from "./AskColleague";
import { likenessOf } from "./likeness";
import "./similar.css";

type SimilarProps = { draft: DraftJson; save: SaveAnswer };

/**
 * SimilarRequests shows before filing what the school has asked already. It hinders nothing: where nothing is similar, or the
 * question cannot be asked, it is not there.
 */
export function SimilarRequests({ draft, save }: SimilarProps) {
  const { t } = useTranslation("similar");
  const likeness = likenessOf(draft);
  const query = useQuery({
    queryKey: keys.similar(likeness),
    queryFn: ({ signal }) => api.post<FindSimilarResponseJson>("/v1/intake:similar", { likeness }, { signal }),
    enabled: likeness !== undefined,
    refetchOnWindowFocus: false,
  });
  const { cases = [], hidden = false, asked = false } = query.data ?? {};
  if (!likeness || (cases.length === 0 && !hidden)) return null;
  return (
    <section className="vaatu-similar">
      <Heading variant="h2">{t("title")}</Heading>
      {cases.length > 0 && <Cards cases={cases} />}
      {hidden && <AskColleague likeness={likeness} asked={asked} />}
      <Answer draft={draft} save={save} asked={asked} />
    </section>
  );
}

function Cards({ cases }: { cases: readonly CardJson[] }) {
  const { t } = useTranslation("similar");
  const code = useCode();
  const { date } = useFormatting();
  return (
    <>
      <Paragraph mb="s">{t("visible")}</Paragraph>
      <ul className="vaatu-cards" aria-label={t("list")}>
        {cases.map((card) => (
          <li key={card.caseId} className="vaatu-card">
            <div className="vaatu-card__heading">{(card.needs ?? []).map((n) => code(n)).join(", ")}</div>
            <div>
              {code(card.gradeBand)} · {t("filed", { date: date(card.createTime) })}
            </div>
            <div className="vaatu-similar__row">
              <PhaseChip phase={card.phase} />
              <AppLink to="/cases/$caseId" params={{ caseId: card.caseId ?? "" }}>
                <Numbered text={t("openOf", { number: card.number })} />
              </AppLink>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** unsaid takes an answer back. */
const unsaid: SimilarJson = "SIMILAR_UNSPECIFIED";

/** Answer keeps in the draft what the writer says of the similar ones: it goes with the request, and changes until then. */
function Answer({ draft, save, asked }: SimilarProps & { asked: boolean }) {
  const { t } = useTranslation("similar");
  const said = (save.isPending && save.variables.similar) || draft.request?.similar;
  function choose(similar: SimilarJson): void {
    if (!save.isPending) save.mutate({ similar }, { onSuccess: () => announceDone(t("saved")) });
  }
  return (
    <RadioButtonGroup
      labelText={t("answer")}
      groupHintText={t("change")}
      className="vaatu-similar__answer"
      name="similar"
      value={said ?? unsaid}
      onChange={(similar) => choose(similar as SimilarJson)}
    >
      {[
        <RadioButton key="another" value="SIMILAR_ANOTHER_MATTER">
          {t("another")}
        </RadioButton>,
        ...(asked
          ? [
              <RadioButton key="asked" value="SIMILAR_ASKED_TO_JOIN">
                {t("joined")}
              </RadioButton>,
            ]
          : []),
        <RadioButton key="unsaid" value={unsaid}>
          {t("unsaid")}
        </RadioButton>,
      ]}
    </RadioButtonGroup>
  );
}
