// Questions 1–6 and 10: answers to choose.

import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Checkbox, CheckboxGroup, HintText, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { SupportJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { abouts, forms, urgencies } from "../../i18n/facts";
import { needs } from "../../i18n/needs";
import { changeAbout, services, supports, toggle, toggleSupport, type QuestionId, type SupportGroup } from "./answers";
import { fieldId, QuestionFrame } from "./QuestionFrame";
import { TryFirst } from "../checklist/TryFirst";
import { useAnswer, useStore } from "./useDraft";
import { useError } from "./errors";
import { Likely } from "./Likely";
import { More } from "./More";

/** useGroup answers what every group of a question shares: hidden label, hint and error. */
function useGroup(id: QuestionId) {
  const { t } = useTranslation("form");
  const error = useError(id);
  return {
    labelText: t(`questions.${id}.title`),
    labelMode: "hidden" as const,
    groupStatus: error ? ("error" as const) : undefined,
    groupStatusText: error,
  };
}

export function AboutQuestion() {
  const { t } = useTranslation("form");
  const code = useCode();
  const store = useStore();
  const about = useAnswer("about");
  return (
    <QuestionFrame id="about">
      <RadioButtonGroup
        {...useGroup("about")}
        groupHintText={t("questions.about.hint")}
        name="about"
        value={about ?? ""}
        onChange={(value) => {
          const chosen = abouts.find((a) => a === value);
          if (chosen) store.change(changeAbout(store.state().own, chosen));
        }}
      >
        {abouts.map((a, i) => (
          <RadioButton key={a} value={a} id={i === 0 ? fieldId("about") : undefined}>
            {code(a)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
    </QuestionFrame>
  );
}

const grades = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export function GradeQuestion() {
  const { t } = useTranslation("form");
  const about = useAnswer("about");
  return (
    <QuestionFrame id="grade">
      {about === "ABOUT_GROUP" && <HintText>{t("questions.grade.hint")}</HintText>}
      {about === "ABOUT_GROUP" ? <GradesOfGroup /> : <GradeOfPupil />}
    </QuestionFrame>
  );
}

function GradeOfPupil() {
  const { t } = useTranslation("form");
  const store = useStore();
  const level = useAnswer("level");
  const chosen = useAnswer("grades");
  const value = level === "LEVEL_PRE_PRIMARY" ? "0" : chosen?.length === 1 ? String(chosen[0]) : "";
  return (
    <RadioButtonGroup
      {...useGroup("grade")}
      name="grade"
      value={value}
      onChange={(grade) =>
        store.change(
          grade === "0" ? { level: "LEVEL_PRE_PRIMARY", grades: [] } : { level: "LEVEL_BASIC", grades: [Number(grade)] },
        )
      }
    >
      {[
        <RadioButton key="0" value="0" id={fieldId("grade")}>
          {t("grade.prePrimary")}
        </RadioButton>,
        ...grades.map((grade) => (
          <RadioButton key={grade} value={String(grade)}>
            {t("grade.number", { grade })}
          </RadioButton>
        )),
      ]}
    </RadioButtonGroup>
  );
}

function GradesOfGroup() {
  const { t } = useTranslation("form");
  const store = useStore();
  const level = useAnswer("level");
  const chosen = useAnswer("grades");
  return (
    <CheckboxGroup {...useGroup("grade")}>
      {[
        <Checkbox
          key="0"
          id={fieldId("grade")}
          checked={level === "LEVEL_PRE_PRIMARY"}
          onClick={({ checkboxState }) =>
            store.change({ level: checkboxState ? "LEVEL_PRE_PRIMARY" : "LEVEL_UNSPECIFIED", grades: [] })
          }
        >
          {t("grade.prePrimary")}
        </Checkbox>,
        ...grades.map((grade) => (
          <Checkbox
            key={grade}
            checked={(chosen ?? []).includes(grade)}
            onClick={({ checkboxState }) =>
              store.change({ level: "LEVEL_BASIC", grades: toggle(grades, chosen, grade, checkboxState) })
            }
          >
            {t("grade.number", { grade })}
          </Checkbox>
        )),
      ]}
    </CheckboxGroup>
  );
}

export function LanguageQuestion() {
  const { t } = useTranslation("form");
  const store = useStore();
  const language = useAnswer("workingLanguage");
  return (
    <QuestionFrame id="language">
      <RadioButtonGroup
        {...useGroup("language")}
        groupHintText={t("questions.language.hint")}
        name="language"
        value={language ?? ""}
        onChange={(workingLanguage) => store.change({ workingLanguage })}
      >
        {(["fi", "sv"] as const).map((l, i) => (
          <RadioButton key={l} value={l} id={i === 0 ? fieldId("language") : undefined}>
            {t(`language.${l}`)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
    </QuestionFrame>
  );
}

export function NeedsQuestion() {
  const { t } = useTranslation("form");
  const code = useCode();
  const store = useStore();
  const chosen = useAnswer("needs");
  const { draftId } = useParams({ strict: false }); // of a filed request its own page says who gets it
  return (
    <QuestionFrame id="needs">
      <CheckboxGroup {...useGroup("needs")} groupHintText={t("questions.needs.hint")}>
        {needs.map((need, i) => (
          <Checkbox
            key={need}
            id={i === 0 ? fieldId("needs") : undefined}
            checked={(chosen ?? []).includes(need)}
            onClick={({ checkboxState }) => store.change({ needs: toggle(needs, chosen, need, checkboxState) })}
          >
            {code(need)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      {draftId && <Likely />}
      <More title={t("needs.help")}>
        <dl className="vaatu-answers">
          {needs.map((need) => (
            <div key={need}>
              <dt>{code(need)}</dt>
              <dd>{t(`needs.${need}` as never)}</dd>
            </div>
          ))}
        </dl>
      </More>
    </QuestionFrame>
  );
}

const supportGroups: readonly SupportGroup[] = ["group", "pupil", "other"];

export function SupportQuestion() {
  const { t } = useTranslation("form");
  const about = useAnswer("about");
  const { groupStatus, groupStatusText } = useGroup("support");
  return (
    <QuestionFrame id="support">
      <HintText>{t("questions.support.hint")}</HintText>
      {supportGroups
        .filter((group) => group !== "pupil" || about !== "ABOUT_GROUP")
        .map((group, i) => (
          <SupportGroupBoxes key={group} group={group} error={i === 0 ? { groupStatus, groupStatusText } : {}} />
        ))}
      <More title={t("support.help.title")}>
        <dl className="vaatu-answers">
          {supportGroups.map((group) => (
            <div key={group}>
              <dt>{t(`support.${group}`)}</dt>
              <dd>{t(`support.help.${group}`)}</dd>
            </div>
          ))}
        </dl>
      </More>
      <TryFirst />
    </QuestionFrame>
  );
}

type GroupError = { groupStatus?: "error"; groupStatusText?: string };

function SupportGroupBoxes({ group, error }: { group: SupportGroup; error: GroupError }) {
  const { t } = useTranslation("form");
  const code = useCode();
  const store = useStore();
  const chosen = useAnswer("supportInPlace");
  const change = (one: SupportJson, on: boolean) => store.change({ supportInPlace: toggleSupport(chosen, one, on) });
  return (
    <CheckboxGroup labelText={t(`support.${group}`)} className="vaatu-question__part" {...error}>
      {supports[group].map((one, i) => (
        <Checkbox
          key={one}
          id={group === "group" && i === 0 ? fieldId("support") : undefined}
          checked={(chosen ?? []).includes(one)}
          onClick={({ checkboxState }) => change(one, checkboxState)}
        >
          {code(one)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

export function ServicesQuestion() {
  const { t } = useTranslation("form");
  const code = useCode();
  const store = useStore();
  const chosen = useAnswer("servicesInvolved");
  return (
    <QuestionFrame id="services">
      <CheckboxGroup {...useGroup("services")} groupHintText={t("questions.services.hint")}>
        {services.map((one, i) => (
          <Checkbox
            key={one}
            id={i === 0 ? fieldId("services") : undefined}
            checked={(chosen ?? []).includes(one)}
            onClick={({ checkboxState }) =>
              store.change({ servicesInvolved: toggle(services, chosen, one, checkboxState) })
            }
          >
            {code(one)}
          </Checkbox>
        ))}
      </CheckboxGroup>
    </QuestionFrame>
  );
}

export function FormQuestion() {
  const { t } = useTranslation("form");
  const code = useCode();
  const store = useStore();
  const chosen = useAnswer("wishedForms");
  const urgency = useAnswer("urgency");
  return (
    <QuestionFrame id="form">
      <HintText>{t("questions.form.hint")}</HintText>
      <CheckboxGroup labelText={t("wish.form")} className="vaatu-question__part">
        {forms.map((form, i) => (
          <Checkbox
            key={form}
            id={i === 0 ? fieldId("form") : undefined}
            checked={(chosen ?? []).includes(form)}
            onClick={({ checkboxState }) => store.change({ wishedForms: toggle(forms, chosen, form, checkboxState) })}
          >
            {code(form)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <RadioButtonGroup
        labelText={t("wish.urgency")}
        className="vaatu-question__part"
        name="urgency"
        value={urgency ?? "URGENCY_NORMAL"}
        onChange={(value) => store.change({ urgency: urgencies.find((u) => u === value) })}
      >
        {urgencies.map((u) => (
          <RadioButton key={u} value={u}>
            {code(u)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
    </QuestionFrame>
  );
}
