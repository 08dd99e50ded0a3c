import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { announce } from "../../ui/announce";
import { Select } from "../../ui/Select";
import { ActionError } from "../case/ActionError";
import type { QueueFilter } from "./filter";
import { filterOfView, viewOf, viewsQuery } from "./useViews";

type ViewsProps = { unitId: string; filter: QueueFilter; onChoose: (filter: QueueFilter) => void };

// Seldom asked for, and what they are typed in is heavy.
const NameView = lazy(async () => ({ default: (await import("./ViewDialogs")).NameView }));
const DeleteView = lazy(async () => ({ default: (await import("./ViewDialogs")).DeleteView }));

const unsaved = "unsaved";

/** Views are the queue's filters and order under names that the person has given; the address of each shows the same to others. */
export function Views({ unitId, filter, onChoose }: ViewsProps) {
  const { t } = useTranslation("queue");
  const query = useQuery(viewsQuery(unitId));
  const [asked, setAsked] = useState<"keep" | "rename" | "delete">();
  const [chosenId, setChosenId] = useState("");
  const [copied, setCopied] = useState({ address: "", said: "" });
  const opener = useRef<HTMLButtonElement>(null);
  const views = query.data?.views ?? [];
  const chosen = viewOf(views, filter, chosenId);
  const plain = Object.keys(filter).length === 0;
  const choose = (id: string) => {
    const view = views.find((v) => v.id === id);
    if (id === unsaved) return;
    setChosenId(id);
    onChoose(view ? filterOfView(view) : {});
  };
  const copy = () => {
    // Where the page is not served safely, the browser has no clipboard at all.
    const address = location.href;
    const done = navigator.clipboard ? navigator.clipboard.writeText(address) : Promise.reject(new Error("no clipboard"));
    const tell = (said: string) => {
      setCopied({ address, said });
      announce(said);
    };
    done.then(() => tell(t("view.copied")), () => tell(t("view.copyYourself")));
  };
  const ask = (what: NonNullable<typeof asked>, name: string) => (
    <Button
      variant="secondaryNoBorder"
      onClick={(event) => {
        opener.current = event.currentTarget as HTMLButtonElement;
        setAsked(what);
      }}
    >
      {name}
    </Button>
  );
  const dialog = { unitId, opener, onClose: () => setAsked(undefined) };
  return (
    <>
      <div className="vaatu-views">
        <Select
          label={t("view.label")}
          value={chosen?.id ?? (plain ? "" : unsaved)}
          onChange={choose}
          options={[
            { value: "", label: t("view.plain") },
            ...(chosen || plain ? [] : [{ value: unsaved, label: t("view.unsaved") }]),
            ...views.map((v) => ({ value: v.id ?? "", label: v.name ?? "" })),
          ]}
        />
        {query.data && !plain && (
          <div className="vaatu-views__actions">
            {chosen ? (
              <>
                {ask("rename", t("view.rename"))}
                {ask("delete", t("view.delete"))}
              </>
            ) : (
              ask("keep", t("view.keep"))
            )}
            <Button variant="secondaryNoBorder" onClick={copy}>
              {t("view.copy")}
            </Button>
            {copied.address === location.href && <span>{copied.said}</span>}
          </div>
        )}
      </div>
      <ActionError error={query.error} />
      <Suspense>
        {asked === "keep" && <NameView {...dialog} filter={filter} />}
        {asked === "rename" && chosen && <NameView {...dialog} view={chosen} />}
        {asked === "delete" && chosen && <DeleteView {...dialog} view={chosen} />}
      </Suspense>
    </>
  );
}
