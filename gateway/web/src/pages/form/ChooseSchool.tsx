import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { GrantJson } from "../../api/types";
import { schoolName } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";
import { Dialog } from "../../ui/Dialog";

type ChooseSchoolProps = { schools: GrantJson[]; onClose: () => void; onChosen: (school: GrantJson) => void };

/** ChooseSchool asks for which school the request is. */
export default function ChooseSchool({ schools, onClose, onChosen }: ChooseSchoolProps) {
  const { t } = useTranslation(["form", "common"]);
  const language = useLanguage();
  const [id, setId] = useState(schools[0]?.schoolId ?? "");
  const chosen = schools.find((s) => s.schoolId === id);
  return (
    <Dialog
      title={t("form:start.choose")}
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() => {
              onClose();
              if (chosen) onChosen(chosen);
            }}
          >
            {t("form:start.begin")}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t("common:action.cancel")}
          </Button>
        </>
      }
    >
      <RadioButtonGroup labelText={t("form:start.school")} name="school" value={id} onChange={setId}>
        {schools.map((s) => (
          <RadioButton key={s.schoolId} value={s.schoolId ?? ""}>
            {schoolName(s, language)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
    </Dialog>
  );
}
