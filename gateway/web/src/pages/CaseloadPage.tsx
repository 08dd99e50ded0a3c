import { Page } from "../ui/Page";

export default function CaseloadPage() {
  return <Page title="CaseloadPage">{null}</Page>;
}
