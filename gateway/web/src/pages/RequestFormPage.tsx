import { Page } from "../ui/Page";

export default function RequestFormPage() {
  return <Page title="RequestFormPage">{null}</Page>;
}
