import { Page } from "../ui/Page";

export default function DraftsPage() {
  return <Page title="DraftsPage">{null}</Page>;
}
