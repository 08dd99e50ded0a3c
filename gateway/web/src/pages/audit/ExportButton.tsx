import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { exportEntries, type AuditFilter } from "./queries";

/** ExportButton saves what the filters leave as a file for a spreadsheet. */
export function ExportButton({ filter }: { filter: AuditFilter }) {
  const { t } = useTranslation("audit");
  const call = useMutation({
    mutationFn: () => exportEntries(filter),
    onSuccess: ({ csv = "", totalSize: n = 0, cut = false }) => {
      save(csv);
      announceDone(t(cut ? "cut" : "exported", { n }));
    },
  });
  return (
    <>
      <Button variant="secondary" aria-disabled={call.isPending} onClick={() => !call.isPending && call.mutate()}>
        {t("export")}
      </Button>
      {call.data?.cut && <span>{t("cut", { n: call.data.totalSize ?? 0 })}</span>}
      {call.error && <ErrorNotice error={call.error} />}
    </>
  );
}

/** save offers a text as a file. The mark at its beginning tells spreadsheets that it is UTF-8. */
function save(csv: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\uFEFF", csv], { type: "text/csv" }));
  link.download = "audit.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
