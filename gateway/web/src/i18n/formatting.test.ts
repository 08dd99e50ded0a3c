import { describe, expect, test } from "vitest";
import { formatClock, formatDate, formatDateTime, formatMoment, formatNumber, todayInHelsinki } from "./formatting";

describe("dates and times", () => {
  test("are as in Finland, in each language", () => {
    const at = "2026-12-01T08:42:00Z";
    expect(formatDateTime("fi", at)).toBe("ti 1.12.2026 klo 10.42");
    expect(formatDateTime("sv", at)).toBe("tis 1.12.2026 kl. 10.42");
    expect(formatDateTime("en", at)).toBe("Tue 1.12.2026 at 10.42");
    expect(formatClock("fi", at)).toBe("klo 10.42");
  });

  test("a moment has its day unless it is today", () => {
    const now = new Date("2026-12-01T21:59:00Z");
    expect(formatMoment("fi", "2026-12-01T08:42:00Z", now)).toBe("klo 10.42");
    expect(formatMoment("fi", "2026-11-30T21:58:00Z", now)).toBe("ma 30.11.2026 klo 23.58");
    expect(formatMoment("fi", "2026-11-30T22:05:00Z", now)).toBe("klo 00.05");
  });

  test("follow Helsinki in summer and over midnight", () => {
    expect(formatDateTime("fi", "2026-06-30T21:05:00Z")).toBe("ke 1.7.2026 klo 00.05");
  });

  test("a calendar date stays its day wherever the reader is", () => {
    expect(formatDate("sv", "2026-12-06")).toBe("sön 6.12.2026");
    expect(formatDate("fi", "2024-02-29")).toBe("to 29.2.2024");
  });

  test("today is Helsinki's today", () => {
    expect(todayInHelsinki(new Date("2026-11-30T22:30:00Z"))).toBe("2026-12-01");
  });
});

test("numbers have non-breaking spaces and a comma", () => {
  expect(formatNumber("fi", 1234.5)).toBe("1\u00a0234,5");
  expect(formatNumber("sv", 1234.5)).toBe("1\u00a0234,5");
});
