import { useTranslation } from "react-i18next";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { Confirm } from "../case/Confirm";
import type { AssignmentDialogProps } from "../case/leave";
import ReleaseDialog from "../case/ReleaseDialog";
import { useSkeleton } from "../parts/useSkeleton";

/** QueueDialog puts a part back to the queue, with a note of what the case says for whoever takes it next. */
export default function QueueDialog(props: AssignmentDialogProps) {
  const { t } = useTranslation("staffing");
  const { text, error, retry } = useSkeleton(props.item, props.assignment);
  if (text === undefined) {
    return (
      <Confirm title={t("handOver.toQueue")} confirm="" busy onCancel={props.onClose} opener={props.opener}>
        {error ? <ErrorNotice error={error} onRetry={retry} /> : <Loading />}
      </Confirm>
    );
  }
  const done = (said: string) => {
    announceDone(said);
    props.onClose();
    document.querySelector("h1")?.focus(); // the button is gone
  };
  return <ReleaseDialog {...props} note={text} onDone={done} />;
}
