import { useTranslation } from "react-i18next";
import { Checkbox, CheckboxGroup } from "suomifi-ui-components";
import type { SectionJson } from "../../api/types";
import { sections, useSections } from "./sections";

type SectionsProps = { hidden: readonly SectionJson[]; onChange: (hidden: SectionJson[]) => void };

/** Sections asks what a partner sees: what is checked it sees. */
export function Sections({ hidden, onChange }: SectionsProps) {
  const { t } = useTranslation("parts");
  const { name } = useSections();
  const hide = (section: SectionJson, hides: boolean) => onChange(sections.filter((s) => (s === section ? hides : hidden.includes(s))));
  return (
    <CheckboxGroup labelText={t("limit.sees")} groupHintText={t("limit.seesHint")}>
      {sections.map((s) => (
        <Checkbox key={s} checked={!hidden.includes(s)} onClick={({ checkboxState }) => hide(s, !checkboxState)}>
          {name(s)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
