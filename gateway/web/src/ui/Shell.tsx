// The frame of every page: skip link, header, navigation, notices, the page, footer.

import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Block, SkipLink } from "suomifi-ui-components";
import { isProblem } from "../api/client";
import { useMe } from "../api/queries";
import { useSentences } from "../api/sentences";
import { showLanguage } from "../i18n";
import { chosenLanguage, toLanguage } from "../i18n/language";
import { SignIn } from "../pages/SignIn";
import { ActingNotice } from "./Acting";
import { Done, LiveRegion } from "./announce";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { ownTexts } from "./keptText";
import { Navigation } from "./Navigation";
import { OfflineNotice, SessionNotice, SignInAgain } from "./notices";
import { useComeBack } from "./place";
import { QueryPage } from "./QueryState";

const openPaths = ["/help", "/accessibility", "/privacy", "/consent-form"];

export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const person = me.data;

  useEffect(() => {
    if (!person) return;
    ownTexts(person.id ?? "");
    const language = toLanguage(person.language);
    if (language && !chosenLanguage()) void showLanguage(language);
  }, [person]);
  useComeBack(person?.id);
  useSentences();
  const client = useQueryClient();
  const known = person !== undefined;
  useEffect(() => {
    if (known) void import("../api/live").then(({ followChanges }) => followChanges(client));
  }, [known, client]);

  return (
    <div className="vaatu-shell">
      <SkipLink href="#main">{t("skip")}</SkipLink>
      <Header me={person} />
      {person && <Navigation me={person} />}
      <Block variant="main" id="main" className="vaatu-main" tabIndex={-1}>
        {person && <SessionNotice />}
        {person && <ActingNotice />}
        <OfflineNotice />
        <Content />
        <Done />
      </Block>
      <Footer />
      <SignInAgain />
      <LiveRegion />
    </div>
  );
}

function Content() {
  const { t } = useTranslation();
  const me = useMe();
  const path = useLocation({ select: (l) => l.pathname });
  if (me.data || openPaths.includes(path)) return <Outlet />;
  if (isProblem(me.error, "UNAUTHENTICATED")) return <SignIn />;
  return <QueryPage title={t("name")} query={me} />;
}
