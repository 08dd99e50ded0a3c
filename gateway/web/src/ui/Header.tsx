import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  ActionMenu,
  ActionMenuItem,
  Block,
  LanguageMenu,
  LanguageMenuItem,
  SearchInput,
} from "suomifi-ui-components";
import { grantsOf } from "../api/queries";
import type { MeJson } from "../api/types";
import { chooseLanguage, needTexts } from "../i18n";
import { useLanguage } from "../i18n/formatting";
import { languages, type Language } from "../i18n/language";
import { ActingRole, useActingItems } from "./Acting";
import { ErrorNotice } from "./ErrorNotice";
import { keptNames } from "./keptText";
import { useIsPhone } from "./useIsPhone";
import { useSignOut } from "./useSignOut";

const UnsavedDialog = lazy(async () => (await Promise.all([import("./UnsavedDialog"), needTexts("drafts")]))[0]);

export const languageNames: Record<Language, string> = { fi: "Suomeksi (FI)", sv: "På svenska (SV)", en: "In English (EN)" };

/** Header holds the name of the service, the search by number, the language and the person. */
export function Header({ me }: { me: MeJson | undefined }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const searches = grantsOf(me, "ROLE_REQUESTER", "ROLE_PRINCIPAL", "ROLE_EXPERT", "ROLE_LEAD").length > 0;
  const { busy, failed, signOut } = useSignOut();
  const [asking, setAsking] = useState(false);
  const leave = () => (keptNames("").length > 0 ? setAsking(true) : void signOut());
  return (
    <Block variant="header" className="vaatu-header">
      <div className="vaatu-header__inner">
        <Link to="/" className="vaatu-header__name">
          {t("name")}
        </Link>
        {me && <ActingRole />}
        <div className="vaatu-header__tools">
          {searches && !phone && <NumberSearch />}
          <Languages />
          {me && <Person me={me} leaving={busy} onLeave={leave} />}
        </div>
      </div>
      {failed && (
        <div className="vaatu-header__inner">
          <ErrorNotice error={undefined} text={t("person.signOutFailed")} onRetry={leave} />
        </div>
      )}
      <Suspense fallback={null}>
        {asking && (
          <UnsavedDialog
            onLeave={() => {
              setAsking(false);
              void signOut();
            }}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </Block>
  );
}

function NumberSearch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <SearchInput
      className="vaatu-header__search"
      labelText={t("search.label")}
      labelMode="hidden"
      visualPlaceholder={t("search.label")}
      clearButtonLabel={t("search.clear")}
      searchButtonLabel={t("search.go")}
      onSearch={(number) => {
        const wanted = String(number ?? "").trim();
        if (wanted !== "") void navigate({ to: "/cases", search: { number: wanted } });
      }}
    />
  );
}

function Languages() {
  const { t } = useTranslation();
  const current = useLanguage();
  return (
    <LanguageMenu buttonText={current.toUpperCase()} aria-label={t("language.menu", { name: languageNames[current] })}>
      {languages.map((l) => (
        <LanguageMenuItem key={l} lang={l} selected={l === current} onSelect={() => void chooseLanguage(l)}>
          {languageNames[l]}
        </LanguageMenuItem>
      ))}
    </LanguageMenu>
  );
}

type PersonProps = { me: MeJson; leaving: boolean; onLeave: () => void };

function Person({ me, leaving, onLeave }: PersonProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const acting = useActingItems();
  return (
    <ActionMenu
      buttonText={me.displayName || t("person.menu")}
      buttonVariant="secondaryNoBorder"
      className="vaatu-header__person"
      disabled={leaving}
    >
      {[
        <ActionMenuItem key="settings" onClick={() => void navigate({ to: "/settings" })}>
          {t("nav.settings")}
        </ActionMenuItem>,
        <ActionMenuItem key="leave" onClick={onLeave}>
          {t("person.signOut")}
        </ActionMenuItem>,
        ...acting,
      ]}
    </ActionMenu>
  );
}
