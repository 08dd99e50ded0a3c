import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, CheckboxGroup, Heading, InlineAlert, Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import { useMe } from "../api/queries";
import type { AboutJson } from "../api/types";
import { schoolName, useCode } from "../i18n/codes";
import { useLanguage } from "../i18n/formatting";
import { needs } from "../i18n/needs";
import { announce } from "../ui/announce";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { Select } from "../ui/Select";
import { toggle } from "./form/answers";
import { schoolsOf } from "./form/NewRequest";
import "./checklist/checklist.css";
import { noAnswers, stages, stepsFor, type Answers, type Said, type Stage, type Step } from "./checklist/content";
import { FirstToTry } from "./checklist/FirstToTry";
import { useAnswers } from "./checklist/useAnswers";
import { useHelped, useStart } from "./checklist/useEnding";

/** The checklist of support: what to try first. It is of use without a request, and begins one. */
export default function ChecklistPage() {
  const { t } = useTranslation("checklist");
  const [answers, change] = useAnswers();
  return (
    <Page title={t("title")}>
      <Paragraph mb="s">{t("lead")}</Paragraph>
      <Paragraph mb="m">{t("kept")}</Paragraph>
      <Subject answers={answers} change={change} />
      {stages.map((stage) => (
        <StageSection key={stage} stage={stage} answers={answers} change={change} />
      ))}
      <FirstToTry answers={answers} />
      <Ending answers={answers} change={change} />
    </Page>
  );
}

type PartProps = { answers: Answers; change: (answers: Answers) => void };

// Who the pupil is makes no other steps, and the checklist asks for no name.
const subjects: readonly AboutJson[] = ["ABOUT_ANONYMOUS_PUPIL", "ABOUT_GROUP"];

/** Subject asks what the steps depend on. */
function Subject({ answers, change }: PartProps) {
  const { t } = useTranslation("checklist");
  const code = useCode();
  return (
    <>
      <RadioButtonGroup
        labelText={t("about")}
        name="about"
        value={answers.group ? "ABOUT_GROUP" : "ABOUT_ANONYMOUS_PUPIL"}
        onChange={(about) => change({ ...answers, group: about === "ABOUT_GROUP" })}
      >
        {subjects.map((about) => (
          <RadioButton key={about} value={about}>
            {code(about)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
      <CheckboxGroup labelText={t("needs")} groupHintText={t("needsHint")} className="vaatu-checklist__needs">
        {needs.map((need) => (
          <Checkbox
            key={need}
            checked={answers.needs.includes(need)}
            onClick={({ checkboxState }) => change({ ...answers, needs: toggle(needs, answers.needs as (typeof needs)[number][], need, checkboxState) })}
          >
            {code(need)}
          </Checkbox>
        ))}
      </CheckboxGroup>
    </>
  );
}

function StageSection({ stage, answers, change }: PartProps & { stage: Stage }) {
  const { t } = useTranslation("checklist");
  const language = useLanguage();
  const steps = stepsFor(answers).filter((s) => s.stage === stage);
  if (steps.length === 0) return null;
  function say(step: Step, said: Said): void {
    change({ ...answers, said: { ...answers.said, [step.id]: said } });
    if (said === "no") announce(step[language].advice);
  }
  return (
    <section>
      <Heading variant="h2">{t(`stage.${stage}`)}</Heading>
      <Paragraph>{t(`stageNote.${stage}`)}</Paragraph>
      {steps.map((step) => (
        <div key={step.id} className="vaatu-checklist__step">
          <RadioButtonGroup
            labelText={step[language].title}
            name={step.id}
            value={answers.said[step.id] ?? ""}
            onChange={(said) => say(step, said as Said)}
          >
            <RadioButton value="yes">{t("yes")}</RadioButton>
            <RadioButton value="no">{t("no")}</RadioButton>
          </RadioButtonGroup>
          {answers.said[step.id] === "no" && <p className="vaatu-checklist__advice">{step[language].advice}</p>}
        </div>
      ))}
    </section>
  );
}

/** Ending leads to a request, or counts that none is needed. */
function Ending({ answers, change }: PartProps) {
  const { t } = useTranslation("checklist");
  const language = useLanguage();
  const schools = schoolsOf(useMe().data);
  const [schoolId, setSchoolId] = useState(schools[0]?.schoolId ?? "");
  const school = schools.find((s) => s.schoolId === schoolId) ?? schools[0];
  const several = schools.length > 1;
  const start = useStart(school, several);
  const helped = useHelped(school, several, () => change(noAnswers));
  if (!school) return null;
  return (
    <>
      {several && (
        <Select
          label={t("school")}
          value={school.schoolId ?? ""}
          onChange={setSchoolId}
          options={schools.map((s) => ({ value: s.schoolId ?? "", label: schoolName(s, language) }))}
        />
      )}
      {start.error !== null && <ErrorNotice error={start.error} />}
      {helped.error !== null && <ErrorNotice error={helped.error} />}
      {helped.isSuccess && (
        <InlineAlert status="neutral" mt="m" mb="m">
          {t("thanks")}
        </InlineAlert>
      )}
      <div className="vaatu-actions">
        <Button aria-disabled={start.isPending} onClick={() => !start.isPending && start.mutate(answers)}>
          {t("start")}
        </Button>
        <Button variant="secondary" aria-disabled={helped.isPending} onClick={() => !helped.isPending && helped.mutate(answers)}>
          {t("helped")}
        </Button>
        <Button
          variant="secondaryNoBorder"
          onClick={() => {
            change(noAnswers);
            helped.reset();
            announce(t("cleared"));
          }}
        >
          {t("clear")}
        </Button>
      </div>
      <Paragraph>{t("helpedNote")}</Paragraph>
    </>
  );
}
