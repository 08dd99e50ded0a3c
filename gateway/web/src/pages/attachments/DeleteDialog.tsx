import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Confirm } from "../case/Confirm";
import { pathOf } from "./transfers";
import { useRemoval, type RemovalProps } from "./useRemoval";

/** DeleteDialog asks before a file of a draft, or one that nobody could read yet, goes without a trace. */
export default function DeleteDialog(props: RemovalProps) {
  const { t } = useTranslation("attachments");
  const { id = "", name = "" } = props.attachment;
  const remove = useRemoval(props, () => api.delete(pathOf(props.caseId, id)));
  return (
    <Confirm
      title={t("deleteTitle")}
      confirm={t("deleteYes")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onCancel={props.onClose}
      opener={props.opener}
    >
      <Paragraph>{t("deleteText", { name })}</Paragraph>
      {remove.isError && <ErrorNotice error={remove.error} />}
    </Confirm>
  );
}
