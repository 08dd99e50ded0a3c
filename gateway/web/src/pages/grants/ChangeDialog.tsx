import type { ReactNode, RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import type { KeptGrantJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Confirm } from "../case/Confirm";
import { EndPreview, usePreview } from "./EndPreview";
import type { Verb } from "./GrantTable";
import { RelinkFields, useRelink } from "./RelinkFields";
import { useGrantPost } from "./useGrantPost";
import { useGrantWords } from "./words";

export type ChangeProps = {
  grant: KeptGrantJson;
  opener: RefObject<HTMLButtonElement | null>;
  /** Hears in words what was done. */
  onDone: (receipt: string) => void;
  onClose: () => void;
};

/** ChangeDialog asks before a grant is changed, and tells what follows. */
export default function ChangeDialog({ verb, ...props }: ChangeProps & { verb: Verb }) {
  switch (verb) {
    case "end":
      return <EndDialog {...props} />;
    case "relink":
      return <RelinkDialog {...props} />;
    case "confirm":
    case "withdraw":
    case "wake":
      return <Ask verb={verb} {...props} />;
  }
}

type AskProps = ChangeProps & {
  verb: Verb;
  /** Whether it can be done by now; the children say why not. */
  ready?: boolean;
  /** The body of the call, or undefined while something lacks, which is then marked. */
  body?: () => object | undefined;
  /** Called when it is done: what was typed for it is of no more use. */
  forget?: () => void;
  children?: ReactNode;
};

function Ask({ grant, verb, opener, onClose, ready = true, body = () => ({}), forget, onDone, children }: AskProps) {
  const { t } = useTranslation("grants");
  const name = useGrantWords().name(grant);
  const { dateTime } = useFormatting();
  const call = useGrantPost<KeptGrantJson>();
  function send(): void {
    const said = body();
    if (!said) return;
    call.send({ path: `/v1/grants/${grant.id}:${verb}`, body: said }, () => {
      const receipt = t(`${verb}.done`, { name });
      announce(receipt);
      onDone(receipt);
      forget?.();
      onClose();
    });
  }
  return (
    <Confirm
      title={t(`${verb}.title`)}
      confirm={t(`${verb}.send`)}
      busy={call.busy}
      onConfirm={ready ? send : undefined}
      onCancel={onClose}
      opener={opener}
    >
      {verb === "confirm" ? <Person grant={grant} /> : <Facts grant={grant} />}
      <Paragraph mb="s">{t(`${verb}.text`, { name })}</Paragraph>
      {verb === "wake" && grant.signInTime && <Paragraph mb="s">{t("wake.last", { when: dateTime(grant.signInTime) })}</Paragraph>}
      {children}
      {call.error !== null && (
        <ErrorNotice
          error={call.error}
          text={verb === "relink" && isProblem(call.error, "TRANSITION_REFUSED") ? t("relink.refused") : undefined}
        />
      )}
    </Confirm>
  );
}

function Facts({ grant }: { grant: KeptGrantJson }) {
  const { name, roleAndScope } = useGrantWords();
  return (
    <Paragraph mb="s">
      <strong>{name(grant)}</strong>: {roleAndScope(grant)}
    </Paragraph>
  );
}

/** Person tells who came by the link, beside who was invited. */
function Person({ grant }: { grant: KeptGrantJson }) {
  const { t } = useTranslation("grants");
  const code = useCode();
  const { scope, time } = useGrantWords();
  const { dateTime } = useFormatting();
  const facts = [
    { key: "invited", label: t("fact.invited"), value: grant.invited },
    { key: "came", label: t("fact.came"), value: grant.personName },
    { key: "issuer", label: t("fact.issuer"), value: hostOf(grant.personIssuer) },
    { key: "email", label: t("fact.email"), value: grant.personEmail || t("fact.noEmail") },
    { key: "when", label: t("fact.when"), value: dateTime(grant.signInTime) },
    { key: "role", label: t("fact.role"), value: code(grant.role) },
    { key: "scope", label: t("fact.scope"), value: scope(grant) },
    { key: "time", label: t("fact.time"), value: time(grant) },
    { key: "inviter", label: t("fact.inviter"), value: grant.inviterName },
  ];
  return (
    <dl className="vaatu-card__facts vaatu-grant__facts">
      {facts
        .filter(({ value }) => value)
        .map(({ key, label, value }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** hostOf answers the name of the provider's machine: its address as a whole tells people less. */
function hostOf(issuer: string | undefined): string | undefined {
  return issuer && URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

function EndDialog(props: ChangeProps) {
  const preview = usePreview(props.grant.id ?? "");
  return (
    <Ask verb="end" ready={preview.isSuccess} {...props}>
      <EndPreview query={preview} />
    </Ask>
  );
}

function RelinkDialog(props: ChangeProps) {
  const relink = useRelink(props.grant);
  return (
    <Ask verb="relink" ready={relink.ready} body={relink.body} forget={relink.clear} {...props}>
      <RelinkFields relink={relink} />
    </Ask>
  );
}
