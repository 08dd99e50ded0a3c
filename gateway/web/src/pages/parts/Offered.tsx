import { lazy, Suspense } from "react";
import { needTexts } from "../../i18n";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { useOffers } from "./queries";

// Most days nothing is offered: the list comes with its texts when something is.
const OfferList = lazy(async () => (await Promise.all([import("./OfferList"), needTexts("parts")]))[0]);

/** Offered shows what is offered to the person or to a unit of theirs; nothing where there is nothing. */
export function Offered() {
  const query = useOffers();
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const offers = query.data ?? [];
  if (offers.length === 0) return null;
  return (
    <Suspense fallback={<Loading />}>
      <OfferList offers={offers} />
    </Suspense>
  );
}
