import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { lookOf, type SaveLook } from "./autosave";
import { useSaveState } from "./useDraft";

/** SaveStatus says whether the text is saved. */
export function SaveStatus() {
  const { t } = useTranslation("form");
  const { moment } = useFormatting();
  const look = useSaveState(lookOf);
  const savedAt = useSaveState((s) => s.savedAt);
  const trouble = look !== "saved" && look !== "saving";
  return (
    <span className={trouble ? "vaatu-save vaatu-save--trouble" : "vaatu-save"} data-save={look}>
      {t(`save.${look}`, { time: moment(savedAt) })}
    </span>
  );
}

/** SpokenSaves says the first save and each failure, and nothing between. It stands once in a form. */
export function SpokenSaves() {
  const { t } = useTranslation("form");
  const { moment } = useFormatting();
  const look = useSaveState(lookOf);
  const time = moment(useSaveState((s) => s.savedAt));
  const before = useRef<{ look: SaveLook; spoken: boolean }>({ look, spoken: false });
  useEffect(() => {
    const last = before.current;
    if (look === last.look) return;
    const troubled = last.look !== "saved" && last.look !== "saving";
    if (look === "saved" && troubled) announce(t("save.back", { time }));
    else if (look === "saved" && !last.spoken) announce(t("save.saved", { time }));
    else if (look !== "saved" && look !== "saving") announce(t(`save.${look}`, { time }));
    // "Saving" between two troubles is no change to speak of.
    before.current = {
      look: look === "saving" && troubled ? last.look : look,
      spoken: last.spoken || look === "saved",
    };
  }, [look, time, t]);
  return null;
}
