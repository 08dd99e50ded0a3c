import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Paragraph, SearchInput } from "suomifi-ui-components";
import { ownName, useCode } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { AppLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { findPeople } from "./queries";

/** PersonSearch finds whose entries to look at, by a name that goes into no address. */
export function PersonSearch() {
  const { t } = useTranslation("audit");
  const code = useCode();
  const language = useLanguage();
  const search = useMutation({
    mutationFn: findPeople,
    onSuccess: ({ people = [] }) => announce(people.length === 0 ? t("filter.noPeople") : t("filter.found", { count: people.length })),
  });
  const found = search.data?.people ?? [];
  return (
    <div className="vaatu-noprint">
      <SearchInput
        labelText={t("filter.person")}
        visualPlaceholder={t("filter.personHint")}
        clearButtonLabel={t("filter.clear")}
        searchButtonLabel={t("filter.search")}
        maxLength={100}
        onChange={(value) => {
          if (!value) search.reset();
        }}
        onSearch={(value) => {
          const typed = String(value ?? "").trim();
          if (typed !== "") search.mutate(typed);
        }}
      />
      <Paragraph mb="s">{t("recorded")}</Paragraph>
      {search.error && <ErrorNotice error={search.error} />}
      {search.data && found.length === 0 && <Paragraph mb="s">{t("filter.noPeople")}</Paragraph>}
      {found.length > 0 && (
        <ul aria-label={t("filter.people")}>
          {found.map((p) => (
            <li key={p.id}>
              <AppLink to="/audit/people/$personId" params={{ personId: p.id ?? "" }}>
                {p.name}
              </AppLink>{" "}
              {[code(p.role), ownName({ nameFi: p.placeNameFi, nameSv: p.placeNameSv }, language)].filter((part) => part !== "").join(", ")}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
