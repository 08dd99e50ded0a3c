import { Page } from "../ui/Page";

export default function CasesPage() {
  return <Page title="CasesPage">{null}</Page>;
}
