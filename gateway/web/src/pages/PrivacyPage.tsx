import { Page } from "../ui/Page";

export default function PrivacyPage() {
  return <Page title="PrivacyPage">{null}</Page>;
}
