import { useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph, TextInput } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import type { QueueViewJson } from "../../gen/vaatu/assignment/v1/views_pb";
import { announceDone } from "../../ui/announce";
import { useKeptText } from "../../ui/keptText";
import { textLength } from "../../ui/textLength";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import type { QueueFilter } from "./filter";
import { asked, useDeleteView, useKeepView } from "./useViews";

type DialogProps = { unitId: string; opener: RefObject<HTMLButtonElement | null>; onClose: () => void };

const longestName = 60;

/** leave closes a dialog whose opener is gone by then: the choice of views gets the focus. */
function leave(onClose: () => void): void {
  onClose();
  setTimeout(() => document.querySelector<HTMLElement>(".vaatu-views select")?.focus());
}

/** NameView gives what is shown a name, or a view another one. */
export function NameView({ unitId, opener, onClose, view, filter = {} }: DialogProps & { view?: QueueViewJson; filter?: QueueFilter }) {
  const { t } = useTranslation("queue");
  const [kept, keep, forget] = useKeptText(`queue.${unitId}.view.${view?.id ?? ""}`);
  const [typed, setTyped] = useState(kept || (view?.name ?? ""));
  const [tried, setTried] = useState(false);
  const call = useKeepView(unitId);
  const wrong = typed.trim() === "" ? t("view.nameMissing") : textLength(typed.trim()) > longestName ? t("view.nameLong") : "";
  const refused = isProblem(call.error) ? (call.error.fieldViolations[0]?.description ?? "") : "";
  const error = tried ? wrong || refused : "";

  function submit(): void {
    setTried(true);
    if (wrong !== "") return toWrong();
    const path = `/v1/queues/${unitId}/views${view ? `/${view.id}:rename` : ""}`;
    call.send({ path, body: { ...(view ? {} : asked(filter)), name: typed.trim() } }, () => {
      forget();
      announceDone(t(view ? "view.renamed" : "view.kept", { name: typed.trim() }));
      leave(onClose);
    });
  }

  return (
    <Confirm
      title={view ? t("view.renameTitle", { name: view.name }) : t("view.keepTitle")}
      confirm={t(view ? "view.rename" : "view.save")}
      busy={call.busy}
      onConfirm={submit}
      onCancel={onClose}
      opener={opener}
    >
      <TextInput
        labelText={t("view.name")}
        hintText={t("view.nameHint")}
        value={typed}
        onChange={(value) => {
          setTried(false);
          setTyped(String(value ?? ""));
          keep(String(value ?? ""));
        }}
        {...(error !== "" && { status: "error" as const, statusText: error })}
        fullWidth
        mb="s"
      />
      {refused === "" && <ActionError error={call.error} />}
    </Confirm>
  );
}

/** DeleteView asks before a view is taken away. */
export function DeleteView({ unitId, opener, onClose, view }: DialogProps & { view: QueueViewJson }) {
  const { t } = useTranslation("queue");
  const call = useDeleteView(unitId, view.id);
  const submit = () =>
    void call.mutateAsync().then(
      () => {
        announceDone(t("view.deleted", { name: view.name }));
        leave(onClose);
      },
      () => undefined,
    );
  return (
    <Confirm title={t("view.deleteTitle", { name: view.name })} confirm={t("view.delete")} busy={call.isPending} onConfirm={submit} onCancel={onClose} opener={opener}>
      <Paragraph mb="s">{t("view.deleteText")}</Paragraph>
      <ActionError error={call.error} />
    </Confirm>
  );
}
