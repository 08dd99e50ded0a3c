// What is drawn for each question.

import type { ComponentType } from "react";
import type { QuestionId } from "./answers";
import {
  AboutQuestion,
  FormQuestion,
  GradeQuestion,
  LanguageQuestion,
  NeedsQuestion,
  ServicesQuestion,
  SupportQuestion,
} from "./choices";
import { FilesQuestion } from "../attachments/FilesQuestion";
import { PermissionsQuestion } from "./PermissionsQuestion";
import { RiskQuestion } from "./RiskQuestion";
import { TextQuestion } from "./texts";

export const screens: Record<QuestionId, ComponentType> = {
  about: AboutQuestion,
  grade: GradeQuestion,
  language: LanguageQuestion,
  needs: NeedsQuestion,
  support: SupportQuestion,
  services: ServicesQuestion,
  situation: () => <TextQuestion id="situation" />,
  tried: () => <TextQuestion id="tried" />,
  question: () => <TextQuestion id="question" />,
  risk: RiskQuestion,
  form: FormQuestion,
  permissions: PermissionsQuestion,
  files: FilesQuestion,
};
