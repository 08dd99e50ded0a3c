import { Page } from "../ui/Page";

export default function AdvicePage() {
  return <Page title="AdvicePage">{null}</Page>;
}
