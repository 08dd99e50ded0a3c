import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { GrantActionJson, GrantStateJson, KeptGrantJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { Chip, type Tone } from "../../ui/Chip";
import { DataTable, type Column } from "../../ui/DataTable";
import { useGrantWords } from "./words";

const actions = {
  GRANT_ACTION_CONFIRM: "confirm",
  GRANT_ACTION_WITHDRAW: "withdraw",
  GRANT_ACTION_WAKE: "wake",
  GRANT_ACTION_END: "end",
  GRANT_ACTION_RELINK: "relink",
} as const satisfies Partial<Record<GrantActionJson, string>>;

/** Verb is what may be done to a grant. */
export type Verb = (typeof actions)[keyof typeof actions];

const tones: Record<GrantStateJson, Tone> = {
  GRANT_STATE_UNSPECIFIED: "waiting",
  GRANT_STATE_INVITED: "waiting",
  GRANT_STATE_WAITS: "school",
  GRANT_STATE_TO_COME: "waiting",
  GRANT_STATE_HOLDS: "done",
  GRANT_STATE_ASLEEP: "stopped",
  GRANT_STATE_ENDED: "stopped",
  GRANT_STATE_SPENT: "stopped",
};

type GrantTableProps = {
  grants: readonly KeptGrantJson[];
  onAct: (grant: KeptGrantJson, verb: Verb, opener: HTMLButtonElement) => void;
};

/** GrantTable lists grants, each with what may be done to it. */
export function GrantTable({ grants, onAct }: GrantTableProps) {
  const { t } = useTranslation("grants");
  const code = useCode();
  const words = useGrantWords();
  const columns: Column<KeptGrantJson>[] = [
    {
      key: "person",
      label: t("column.person"),
      heading: true,
      render: (g) => <Who grant={g} />,
    },
    { key: "role", label: t("column.role"), render: (g) => code(g.role) },
    { key: "scope", label: t("column.scope"), render: words.scope },
    { key: "time", label: t("column.time"), render: words.time },
    {
      key: "state",
      label: t("column.state"),
      render: (g) => <Chip tone={tones[g.state ?? "GRANT_STATE_UNSPECIFIED"]} text={code(g.state)} />,
    },
    { key: "actions", label: t("column.actions"), bare: true, render: (g) => <Actions grant={g} onAct={onAct} /> },
  ];
  return <DataTable caption={t("caption")} columns={columns} rows={grants} rowKey={(g) => g.id ?? ""} condensed />;
}

/** Who tells whose grant it is; while it is not confirmed also for whom the invitation was made, by whom and until when. */
function Who({ grant }: { grant: KeptGrantJson }) {
  const { t } = useTranslation("grants");
  const { name, invitation } = useGrantWords();
  return (
    <>
      {grant.personName || !grant.invited ? name(grant) : t("invited", { name: grant.invited })}
      {invitation(grant).map((line) => (
        <span key={line} className="vaatu-grant__invitation">
          {line}
        </span>
      ))}
    </>
  );
}

function Actions({ grant, onAct }: { grant: KeptGrantJson; onAct: GrantTableProps["onAct"] }) {
  const { t } = useTranslation("grants");
  const { name } = useGrantWords();
  const allowed = Object.entries(actions).filter(([action]) => grant.allowedActions?.includes(action as GrantActionJson));
  if (allowed.length === 0) return null;
  return (
    <div className="vaatu-actions vaatu-actions--row">
      {allowed.map(([action, verb]) => (
        <Button
          key={action}
          variant={verb === "confirm" ? "default" : "secondary"}
          aria-label={t(`action.${verb}Of`, { name: name(grant) })}
          onClick={(event: MouseEvent) => onAct(grant, verb, event.currentTarget as HTMLButtonElement)}
        >
          {t(`action.${verb}`)}
        </Button>
      ))}
    </div>
  );
}
