import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import type { ReplayEndJson, ReplayMoveJson, RuleSetJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { DataTable, type Column } from "../../ui/DataTable";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { moveKey, samplesOf, type Replayed } from "./replay";
import { useReplay } from "./useReplay";

/** Replay runs a set over requests that were filed lately, and shows which would be elsewhere. */
export default function Replay({ set }: { set: RuleSetJson }) {
  const { t } = useTranslation(["rules", "common"]);
  const { number } = useFormatting();
  const quarter = useRef(0);
  const bar = useId();
  const soFar = (so: Replayed) => t("replay.progress", { done: number(so.cases), total: number(so.total) });
  const moved = (so: Replayed) => so.moves.reduce((n, m) => n + (m.cases ?? 0), 0);
  const summary = (so: Replayed) =>
    moved(so) === 0 ? t("replay.none", { total: number(so.total) }) : t("replay.moved", { moved: number(moved(so)), total: number(so.total) });
  const { so, running, ended, changed, error, start, stop } = useReplay(set, (at) => {
    const reached = Math.floor((4 * at.cases) / Math.max(1, at.total));
    if (at.cases >= at.total) announce(summary(at));
    else if (reached > quarter.current) announce(soFar(at));
    quarter.current = reached;
  });
  return (
    <section>
      <Heading variant="h2">{t("replay.heading")}</Heading>
      <Paragraph mb="s">{t("replay.lead")}</Paragraph>
      {error !== undefined && <ErrorNotice error={error} {...(isProblem(error, "TRANSITION_REFUSED") && { text: t("replay.failed") })} />}
      {changed && <Paragraph mb="s">{t("replay.changed")}</Paragraph>}
      {running && (
        <p>
          <span id={bar}>{so ? soFar(so) : t("replay.begins")}</span>
          <br />
          <progress className="vaatu-replay" aria-labelledby={bar} value={so?.cases ?? 0} max={Math.max(1, so?.total ?? 1)} />
        </p>
      )}
      {ended && so && <Result so={so} summary={summary(so)} />}
      <div className="vaatu-actions">
        <Button variant="secondary" onClick={running ? stop : start}>
          {running ? t("replay.stop") : t(ended ? "replay.again" : "replay.start")}
        </Button>
      </div>
    </section>
  );
}

function Result({ so, summary }: { so: Replayed; summary: string }) {
  const { t } = useTranslation("rules");
  const { number, date } = useFormatting();
  const code = useCode();
  const said = useEnd();
  const columns: Column<ReplayMoveJson>[] = [
    { key: "move", label: t("replay.from"), heading: true, render: (m) => said(m.from) },
    { key: "to", label: t("replay.to"), render: (m) => said(m.to) },
    { key: "cases", label: t("replay.cases"), align: "right", render: (m) => number(m.cases ?? 0) },
    { key: "byHand", label: t("replay.byHand"), align: "right", render: (m) => number(m.byHand ?? 0) },
  ];
  return (
    <>
      <p>
        <strong>{summary}</strong> {t("replay.since", { day: date(so.since) })}
        {so.partners > 0 && ` ${t("replay.partners", { n: number(so.partners) })}`}
      </p>
      {so.moves.length > 0 && (
        <>
          <DataTable caption={t("replay.moves")} columns={columns} rows={so.moves} rowKey={moveKey} />
          <Heading variant="h3" mt="m" mb="xs">{t("replay.samples")}</Heading>
          <ul className="vaatu-cards">
            {samplesOf(so.moves, 20).map(({ move, sample }) => (
              <li className="vaatu-card" key={sample.number}>
                <strong>{sample.number}</strong>
                <dl className="vaatu-facts">
                  {[
                    [t("needs"), (sample.needs ?? []).map((n) => code(n)).join(", ")],
                    [t("replay.area"), sample.area ? code(sample.area) : t("unknownArea")],
                    [t("replay.from"), said(move.from)],
                    [t("replay.to"), said(move.to)],
                  ].map(([label, value]) => (
                    <div key={label}>
                      <dt>{label}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** useEnd answers a function that says where a decision leads. */
function useEnd() {
  const { t } = useTranslation("rules");
  const { language } = useFormatting();
  const code = useCode();
  return (end: ReplayEndJson | undefined) =>
    end?.unitId ? unitName(end, language) : `${t("coordination")}: ${code(end?.triageReason)}`;
}
