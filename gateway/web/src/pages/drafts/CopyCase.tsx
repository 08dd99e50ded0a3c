import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useCopy } from "./useCopy";

/** CopyCase lets a school begin a new request with the answers of an old one. */
export default function CopyCase({ item }: { item: CaseJson }) {
  const { t } = useTranslation("drafts");
  const copy = useCopy();
  return (
    <section className="vaatu-noprint">
      {copy.error && <ErrorNotice error={copy.error} />}
      <Button variant="secondary" aria-disabled={copy.isPending} onClick={() => !copy.isPending && copy.mutate({ caseId: item.id ?? "" })}>
        {t("copy.button")}
      </Button>
      <Paragraph mt="xs">{t("copy.hint")}</Paragraph>
    </section>
  );
}
