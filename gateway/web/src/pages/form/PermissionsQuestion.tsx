import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, CheckboxGroup, HintText, RadioButton, RadioButtonGroup, TextInput } from "suomifi-ui-components";
import type { ActorJson, PermissionsJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";
import { ConsentFields } from "../permits/ConsentFields";
import { permissionsOf, wrongIn } from "../permits/consent";
import { ErrorsShown } from "./errors";
import { fieldId, QuestionFrame } from "./QuestionFrame";
import { useAnswer, useStore } from "./useDraft";
import { useLikely } from "./useLikely";
import "../permits/permits.css";

/** Question 11: which permissions there are. It is asked where the request needs some. */
export function PermissionsQuestion() {
  const { t } = useTranslation(["permits", "form"]);
  const { needed, actors } = useNeeded();
  const about = useAnswer("about");
  const told = useAnswer("permissions");
  const group = about === "ABOUT_GROUP";
  const asked = !group && (needed === true || told !== undefined);
  const say = group ? "group" : needed === undefined ? "unknown" : needed ? "needed" : "notNeeded";
  return (
    <QuestionFrame id="permissions">
      <HintText>{t("form:questions.permissions.hint")}</HintText>
      <p id={asked ? undefined : fieldId("permissions")} tabIndex={-1}>
        {t(`permits:form.${say}`)}
      </p>
      {asked && <Fields told={told ?? {}} actors={actors} />}
    </QuestionFrame>
  );
}

/** useNeeded tells whether the request needs permissions, and who would get it; undefined while that cannot be told. */
function useNeeded(): { needed: boolean | undefined; actors: ActorJson[] } {
  const about = useAnswer("about");
  const likely = useLikely();
  const { routing, beforeFiling } = likely ?? {};
  const actors = routing?.actor ? [routing.actor] : (routing?.runnersUp ?? []).flatMap((u) => (u.actor ? [u.actor] : []));
  const found = likely && (beforeFiling?.permissionNeeded ?? false);
  return { needed: about === "ABOUT_IDENTIFIED_PUPIL" || found, actors: [...new Set(actors)] };
}

function Fields({ told, actors }: { told: PermissionsJson; actors: readonly ActorJson[] }) {
  const { t } = useTranslation("permits");
  const store = useStore();
  const shown = useContext(ErrorsShown);
  const change = (fields: PermissionsJson) => store.change({ permissions: permissionsOf({ ...told, ...fields }) });
  return (
    <>
      <RadioButtonGroup
        labelText={t("form.consent")}
        className="vaatu-question__part"
        name="consented"
        value={told.consent ? "yes" : "no"}
        onChange={(value) => change({ consent: value === "yes" ? (told.consent ?? {}) : undefined })}
      >
        <RadioButton value="yes" id={fieldId("permissions")}>
          {t("form.yes")}
        </RadioButton>
        <RadioButton value="no">{t("form.no")}</RadioButton>
      </RadioButtonGroup>
      {told.consent && (
        <ConsentFields
          consent={told.consent}
          onChange={(consent) => change({ consent })}
          errors={shown ? wrongIn(told.consent, todayInHelsinki()) : {}}
          actors={actors}
          name="request"
        />
      )}
      <CheckboxGroup labelText={t("form.school")} className="vaatu-question__part">
        {[
          <Checkbox key="ask" checked={told.askAuthorisation ?? false} onClick={({ checkboxState }) => change({ askAuthorisation: checkboxState })}>
            {t("form.ask")}
          </Checkbox>,
        ]}
      </CheckboxGroup>
      {told.askAuthorisation && (
        <TextInput
          labelText={t("authorisation.email")}
          hintText={t("authorisation.emailHint")}
          optionalText={t("consent.optional")}
          type="email"
          value={told.principalEmail ?? ""}
          onChange={(text) => change({ principalEmail: String(text ?? "") })}
          fullWidth
          mt="s"
        />
      )}
      <HintText>{t("form.name")}</HintText>
    </>
  );
}
