import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { Button, Heading, InlineAlert, Paragraph } from "suomifi-ui-components";
import { caseQuery, pollIntervalTold, useMe } from "../api/queries";
import type { AdviceJson, CaseJson } from "../api/types";
import { schoolName, unitName } from "../i18n/codes";
import { formatClock, useFormatting } from "../i18n/formatting";
import { announceDone } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { useIsPhone } from "../ui/useIsPhone";
import "./advice/advice.css";
import { inOrder, limits, textOf } from "./advice/draft";
import { partOf, toGoOnWith } from "./advice/parts";
import { Read } from "./advice/Read";
import { StepsEditor } from "./advice/StepsEditor";
import { useAdviceEditor, type AdviceEditor } from "./advice/useAdviceEditor";
import { ActionError } from "./case/ActionError";
import { AdviceText } from "./case/AdviceView";
import "./case/case.css";
import { Confirm, toWrong } from "./case/Confirm";
import LostCase from "./case/LostCase";
import { adviceQuery } from "./case/queries";
import { may } from "./case/side";
import { TextBox, useTextCheck } from "./case/TextBox";
import { unfinished } from "./parts/unfinished";

/** AdvicePage is where an expert writes the advice, beside the request, and publishes it. */
export default function AdvicePage() {
  const { t } = useTranslation("advice");
  const { caseId } = useParams({ from: "/cases/$caseId/advice" });
  const me = useMe();
  const item = useQuery({ ...caseQuery(caseId), refetchInterval: pollIntervalTold });
  const advice = useQuery(adviceQuery(caseId));
  if (isMissing(item.error)) return <LostCase caseId={caseId} />;
  if (!item.data) return <QueryPage title={t("title")} query={item} />;
  if (!advice.data) return <QueryPage title={t("title")} query={advice} />;
  if (!me.data) return <QueryPage title={t("title")} query={me} />;
  const part = partOf(item.data, me.data.id);
  return <Writing key={caseId} item={item.data} latest={toGoOnWith(item.data, part, advice.data.advice ?? [])} joins={part?.role === "ROLE_PARTNER"} />;
}

type WritingProps = {
  item: CaseJson;
  latest: AdviceJson | undefined;
  /** Whether it is a partner's part, which its unit signs and the lead publishes. */
  joins: boolean;
};

function Writing({ item, latest, joins }: WritingProps) {
  const { t } = useTranslation("advice");
  const { t: tCase } = useTranslation("case");
  const { moment, language } = useFormatting();
  const navigate = useNavigate();
  const editor = useAdviceEditor(item, latest);
  const [checked, setChecked] = useState(false);
  const [preview, setPreview] = useState(false);
  const [asking, setAsking] = useState(false);
  const publishButton = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLDivElement>(null);
  const params = { caseId: item.id ?? "" };
  const writes = may(item, "ACTION_WRITE_ADVICE");
  const phone = useIsPhone();

  /** ready shows what is wrong and takes the focus to the first wrong field. */
  function ready(): boolean {
    const fine = inOrder(editor.draft);
    flushSync(() => {
      setChecked(true);
      if (!fine) setPreview(false);
    });
    if (!fine) toWrong(form.current);
    return fine;
  }

  async function save(): Promise<void> {
    if (ready() && (await editor.save())) announceDone(t("saved", { clock: formatClock(language, new Date()) }));
  }

  async function publish(): Promise<void> {
    const done = await editor.publish();
    if (!done) return setAsking(false);
    announceDone(t("published"));
    void navigate({ to: "/cases/$caseId", params });
  }

  return (
    <Page title={t("heading", { number: item.number ?? "" })} wide>
      <Paragraph mb="m">
        <AppLink to="/cases/$caseId" params={params}>
          {t("back")}
        </AppLink>
      </Paragraph>
      {!writes && (
        <div role="alert" className="vaatu-notice">
          <InlineAlert status="warning">
            {item.phase === "PHASE_WITHDRAWN" ? tCase("withdrawnMeanwhile", { clock: moment(item.updateTime) }) : t("notAllowed")}
          </InlineAlert>
        </div>
      )}
      {writes && <ActionError error={editor.error} item={item} />}
      {editor.newer !== "" && (
        <div role="alert" className="vaatu-notice">
          <InlineAlert status="warning">{t("newer", { name: editor.newer })}</InlineAlert>
        </div>
      )}
      <div className="vaatu-case">
        {phone && <Read item={item} open={false} />}
        <div className="vaatu-case__main" ref={form}>
          {preview ? <Preview editor={editor} /> : <Fields editor={editor} checked={checked} />}
          {editor.dirty && <Paragraph mb="s">{t("unsaved")}</Paragraph>}
          {joins && <Paragraph mb="s">{t("joins")}</Paragraph>}
          <div className="vaatu-actions">
            <Button variant="secondary" onClick={() => setPreview(!preview)}>
              {preview ? t("edit") : t("preview")}
            </Button>
            {writes && (
              <>
                <Button variant="secondary" aria-disabled={editor.busy} onClick={() => void save()}>
                  {t("save")}
                </Button>
                {!joins && (
                  <Button ref={publishButton} aria-disabled={editor.busy} onClick={() => ready() && setAsking(true)}>
                    {t("publish")}
                  </Button>
                )}
              </>
            )}
          </div>
        </div>
        {!phone && <Read item={item} open />}
      </div>
      {asking && (
        <Confirm
          title={t("publishTitle")}
          confirm={t("publish")}
          busy={editor.busy}
          onConfirm={() => void publish()}
          onCancel={() => setAsking(false)}
          opener={publishButton}
        >
          <Paragraph mb="s">
            {t("publishReaders", { filer: item.filerName ?? "", school: schoolName(item, language) })}
          </Paragraph>
          {unfinished(item).length > 0 && (
            <Paragraph mb="s">
              {t("publishUnsigned", { units: unfinished(item).map((a) => unitName(a, language)).join(", ") })}
            </Paragraph>
          )}
          <Paragraph>{t("publishOnce")}</Paragraph>
        </Confirm>
      )}
    </Page>
  );
}

function Fields({ editor, checked }: { editor: AdviceEditor; checked: boolean }) {
  const { t } = useTranslation("advice");
  const check = useTextCheck();
  const { draft, change } = editor;
  return (
    <>
      <TextBox guarded
        label={t("summary")}
        hint={t("summaryHint")}
        value={draft.summary}
        onChange={(summary) => change({ summary })}
        limit={limits.summary}
        error={checked ? check(draft.summary, limits.summary) : ""}
        rows={5}
      />
      <StepsEditor steps={draft.steps} onChange={(steps) => change({ steps })} checked={checked} />
      <TextBox guarded
        label={t("watch")}
        value={draft.watch}
        onChange={(watch) => change({ watch })}
        limit={limits.watch}
        error={check(draft.watch, limits.watch, true)}
        rows={3}
        optional
      />
      <TextBox guarded
        label={t("askAgain")}
        value={draft.askAgain}
        onChange={(askAgain) => change({ askAgain })}
        limit={limits.askAgain}
        error={check(draft.askAgain, limits.askAgain, true)}
        rows={3}
        optional
      />
    </>
  );
}

function Preview({ editor }: { editor: AdviceEditor }) {
  const { t } = useTranslation("advice");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-labelledby="preview-heading">
      <Heading variant="h2" id="preview-heading" tabIndex={-1} forwardedRef={heading as never}>
        {t("previewHeading")}
      </Heading>
      <AdviceText text={textOf(editor.draft)} />
    </section>
  );
}
