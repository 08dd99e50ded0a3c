import { Page } from "../ui/Page";

export default function MyCasesPage() {
  return <Page title="MyCasesPage">{null}</Page>;
}
