// What is drawn for each question.

import { memo, type ComponentType } from "react";
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

/** screens are drawn when their own answers change, not at each key in another. */
export const screens: Record<QuestionId, ComponentType> = {
  about: memo(AboutQuestion),
  grade: memo(GradeQuestion),
  language: memo(LanguageQuestion),
  needs: memo(NeedsQuestion),
  support: memo(SupportQuestion),
  services: memo(ServicesQuestion),
  situation: memo(() => <TextQuestion id="situation" />),
  tried: memo(() => <TextQuestion id="tried" />),
  question: memo(() => <TextQuestion id="question" />),
  risk: memo(RiskQuestion),
  form: memo(FormQuestion),
  permissions: memo(PermissionsQuestion),
  files: memo(FilesQuestion),
};
