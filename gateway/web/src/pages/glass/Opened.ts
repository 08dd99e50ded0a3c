// What stands over a case that is open by break-glass, and in its place when it is not: whoever has the one has the other.

export { ClosedContent } from "./ClosedContent";
export { OpenedNotice } from "./OpenedNotice";
