import { Page } from "../ui/Page";

export default function QueuePage() {
  return <Page title="QueuePage">{null}</Page>;
}
