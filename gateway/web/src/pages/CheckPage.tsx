import { Page } from "../ui/Page";

export default function CheckPage() {
  return <Page title="CheckPage">{null}</Page>;
}
