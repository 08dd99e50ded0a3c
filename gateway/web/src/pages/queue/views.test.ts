import { expect, test } from "vitest";
import type { QueueViewJson } from "../../gen/vaatu/assignment/v1/views_pb";
import { asked, filterOfView, viewOf } from "./useViews";

test("a view is found by what it shows, whatever the order of an address", () => {
  const filter = { sort: "due", grade: "GRADE_BAND_7_9", need: "NEED_VISION" };
  const view = { id: "1", name: "Näkö", ...asked(filter) } as QueueViewJson;
  expect(asked(filter)).toEqual({ need: "NEED_VISION", gradeBand: "GRADE_BAND_7_9", byDue: true });
  expect(filterOfView(view)).toEqual(filter);
  expect(viewOf([{ id: "0", byDue: true }, view], filter)).toBe(view);
  expect(viewOf([view], { ...filter, sort: undefined })).toBeUndefined();
  expect(viewOf([view], {})).toBeUndefined();
});

test("of two views that show the same the chosen one is shown", () => {
  const views = [{ id: "1", need: "NEED_VISION" }, { id: "2", need: "NEED_VISION" }] as QueueViewJson[];
  const filter = { need: "NEED_VISION" };
  expect(viewOf(views, filter)?.id).toBe("1");
  expect(viewOf(views, filter, "2")?.id).toBe("2");
  expect(viewOf(views, { need: "NEED_AUTISM" }, "2")).toBeUndefined();
});
