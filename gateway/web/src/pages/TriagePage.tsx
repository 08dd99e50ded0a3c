import { Page } from "../ui/Page";

export default function TriagePage() {
  return <Page title="TriagePage">{null}</Page>;
}
