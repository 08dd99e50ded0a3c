// What a library still waits for once the tests of a file are over (a Textarea tells its count after 1.5 s, shown or not)
// would find no window any more.

import { afterAll } from "vitest";

const waits: ReturnType<typeof setTimeout>[] = [];
const wait = globalThis.setTimeout;
globalThis.setTimeout = Object.assign((...of: Parameters<typeof wait>) => {
  const one = wait(...of);
  waits.push(one);
  return one;
}, wait);

afterAll(() => waits.forEach(clearTimeout));
