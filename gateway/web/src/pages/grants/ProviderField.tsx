import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph, RadioButton, RadioButtonGroup, SearchInput } from "suomifi-ui-components";
import { ownName } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { providersQuery, shownProviders } from "./queries";

type ProviderFieldProps = {
  id: string;
  /** The name of the one that is chosen: it stays on the list whatever is searched for. */
  name: string;
  onChange: (id: string, name: string) => void;
  error: string;
};

/** ProviderField finds an education provider by the beginning of its name. */
export default function ProviderField({ id, name, onChange, error }: ProviderFieldProps) {
  const { t } = useTranslation("grants");
  const language = useLanguage();
  const [wanted, setWanted] = useState("");
  const query = useQuery({ ...providersQuery(wanted), enabled: wanted !== "" });
  const found = (query.data?.providers ?? []).filter((p) => !p.closed).map((p) => ({ id: p.id ?? "", name: ownName(p, language) }));
  const shown = id === "" || found.some((p) => p.id === id) ? found : [{ id, name }, ...found];
  const none = query.data !== undefined && found.length === 0;
  const count = query.data ? found.length : undefined;

  useEffect(() => {
    if (count !== undefined) announce(count === 0 ? t("new.providerNone") : t("new.providerFound", { count }));
  }, [count, wanted, t]);

  return (
    <>
      <SearchInput
        labelText={t("new.providerSearch")}
        visualPlaceholder={t("filter.hint")}
        clearButtonLabel={t("filter.clear")}
        searchButtonLabel={t("filter.search")}
        maxLength={100}
        onSearch={(value) => setWanted(String(value ?? "").trim())}
        status={error === "" ? "default" : "error"}
        statusText={error}
        mb="s"
      />
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isFetching && <Loading />}
      {none && <Paragraph mb="s">{t("new.providerNone")}</Paragraph>}
      {shown.length > 0 && (
        <RadioButtonGroup
          labelText={t("new.provider")}
          groupHintText={found.length === shownProviders ? t("new.providerMany") : undefined}
          name="provider"
          value={id}
          onChange={(value) => onChange(value, shown.find((p) => p.id === value)?.name ?? "")}
          mb="s"
        >
          {shown.map((p) => (
            <RadioButton key={p.id} value={p.id}>
              {p.name}
            </RadioButton>
          ))}
        </RadioButtonGroup>
      )}
    </>
  );
}
