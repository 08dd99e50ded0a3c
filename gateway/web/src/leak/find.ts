// The guard in the browser. It is loaded only where somebody writes, and finds what the service finds.

import type { Finding, Writer } from "./finding";
import { NameScan } from "./names";
import { Scan } from "./scan";

/** find answers the findings in the order of the text; none overlaps another. */
export function find(text: string, writer: Writer): Finding[] {
  const scan = new Scan(text, writer);
  scan.codes();
  scan.schools();
  scan.patterns();
  new NameScan(scan).run();
  return scan.found.sort((a, b) => a.start - b.start);
}
