import { Page } from "../ui/Page";

export default function CasePage() {
  return <Page title="CasePage">{null}</Page>;
}
