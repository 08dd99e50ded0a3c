import { useTranslation } from "react-i18next";
import { useFormatting } from "../../i18n/formatting";

/** useSize answers how to say how large a file is: "340 kt", "2,4 Mt". */
export function useSize(): (bytes: number) => string {
  const { t } = useTranslation("attachments");
  const { number } = useFormatting();
  return (bytes) => {
    if (bytes < 1_000_000) return t("kilobytes", { size: Math.max(1, Math.round(bytes / 1000)) });
    return t("megabytes", { size: number(Math.round(bytes / 100_000) / 10) });
  };
}
