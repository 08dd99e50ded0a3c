import { useTranslation } from "react-i18next";
import { Heading, InlineAlert, Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { BeforeFilingJson, PaymentCommitmentJson } from "../../api/types";
import { useCode } from "../../i18n/codes";

const commitments: readonly PaymentCommitmentJson[] = [
  "PAYMENT_COMMITMENT_GIVEN",
  "PAYMENT_COMMITMENT_APPLIED_FOR",
  "PAYMENT_COMMITMENT_NONE",
];

type BeforeFilingProps = {
  before: BeforeFilingJson | undefined;
  commitment: PaymentCommitmentJson | undefined;
  onCommitment: (commitment: PaymentCommitmentJson) => void;
};

/** BeforeFiling says how long the unit has lately taken, and what it will need. */
export function BeforeFiling({ before, commitment, onCommitment }: BeforeFilingProps) {
  const { t } = useTranslation(["form", "check"]);
  const code = useCode();
  if (!before?.pace && !before?.permissionNeeded && !before?.charges) return null;
  return (
    <section className="vaatu-routing">
      <Heading variant="h2">{t("check:before.title")}</Heading>
      {before.pace && <Paragraph>{t("check:before.pace", { count: before.pace.days ?? 0, cases: before.pace.cases })}</Paragraph>}
      {before.permissionNeeded && <Paragraph mt="s">{t("check:before.permission")}</Paragraph>}
      {before.charges && (
        <>
          <Paragraph mt="s">{t("before.charges")}</Paragraph>
          <RadioButtonGroup
            labelText={`${t("before.payment")} (${t("optional")})`}
            name="payment"
            className="vaatu-question__part"
            value={commitment ?? ""}
            onChange={(value) => {
              const chosen = commitments.find((c) => c === value);
              if (chosen) onCommitment(chosen);
            }}
          >
            {commitments.map((c) => (
              <RadioButton key={c} value={c}>
                {code(c)}
              </RadioButton>
            ))}
          </RadioButtonGroup>
        </>
      )}
    </section>
  );
}

/** CannotFile says why a request cannot be sent from here, and what to do; the answers stay. */
export function CannotFile({ reason }: { reason: "closed" | "noGrant" }) {
  const { t } = useTranslation(["form", "check"]);
  return (
    <InlineAlert status="warning" mb="l">
      {t(reason === "closed" ? "check:before.closed" : "before.noGrant")}
    </InlineAlert>
  );
}
