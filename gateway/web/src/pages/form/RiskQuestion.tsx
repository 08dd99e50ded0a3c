import { useTranslation } from "react-i18next";
import { Checkbox, CheckboxGroup, InlineAlert } from "suomifi-ui-components";
import { useCode } from "../../i18n/codes";
import { risks, toggle } from "./answers";
import { fieldId, QuestionFrame } from "./QuestionFrame";
import { useAnswer, useStore } from "./useDraft";

/** RiskQuestion asks for risks that the school knows of; beside it stands where help is at once. */
export function RiskQuestion() {
  const { t } = useTranslation("form");
  const code = useCode();
  const store = useStore();
  const chosen = useAnswer("risks");
  return (
    <QuestionFrame id="risk">
      <InlineAlert status="warning" mb="m">
        {t("risk.notEmergency")}
      </InlineAlert>
      <CheckboxGroup
        labelText={t("questions.risk.title")}
        labelMode="hidden"
        groupHintText={t("questions.risk.hint")}
      >
        {risks.map((risk, i) => (
          <Checkbox
            key={risk}
            id={i === 0 ? fieldId("risk") : undefined}
            hintText={t(`risk.${risk}` as never)}
            checked={(chosen ?? []).includes(risk)}
            onClick={({ checkboxState }) => store.change({ risks: toggle(risks, chosen, risk, checkboxState) })}
          >
            {code(risk)}
          </Checkbox>
        ))}
      </CheckboxGroup>
    </QuestionFrame>
  );
}
