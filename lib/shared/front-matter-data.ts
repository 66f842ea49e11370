// Imports the parsers of YAML and TOML: the browser loads it with the first text that has front matter.
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { splitFrontMatter } from "./front-matter.ts";
import { fromLocalTime } from "./time-zone.ts";

/** Aliases of YAML may repeat values so many times. */
const ALIASES_MAX = 20;
/** Longer values are no titles or descriptions, in UTF-16 units. */
const VALUE_MAX = 1_000;

const Data = z.record(z.string(), z.unknown());
export type FrontMatterData = z.infer<typeof Data>;

/** A map in front matter, or one in its values; empty for anything else. */
export const mapOf = (value: unknown): FrontMatterData => Data.safeParse(value).data ?? {};

/**
 * Parses the front matter of a text, as site generators write it.
 * @param max the longest front matter, in UTF-16 units
 * @returns its data, and the text after it; undefined where it has none
 */
export function parseFrontMatter(source: string, max?: number): { data: FrontMatterData; rest: string } | undefined {
  const found = splitFrontMatter(source, max);
  if (!found) return undefined;
  const { block, format, rest } = found;
  try {
    const parsed =
      format === "toml"
        ? parseToml(block)
        : parseYaml(block, { uniqueKeys: false, maxAliasCount: ALIASES_MAX, logLevel: "error" });
    const data = Data.safeParse(parsed).data;
    return data && { data, rest };
  } catch {
    // It is no front matter, but a part of the text.
    return undefined;
  }
}

/** A scalar as text; undefined for other values, and for texts of more than `max` UTF-16 units. */
export function toText(value: unknown, max = VALUE_MAX): string | undefined {
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text === "" || text.length > max ? undefined : text;
}

/** The texts of a list; undefined for other values. */
export const toTexts = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.map((one) => toText(one)).filter((text) => text !== undefined) : undefined;

/** The first of several keys that has a value. Keys are compared in lower case, without `_` and `-`. */
export function firstOf<Value>(
  data: object,
  names: string[],
  read: (value: unknown) => Value | undefined,
): Value | undefined {
  const byName = new Map(
    Object.entries(data).map(([key, value]) => [key.trim().toLowerCase().replace(/[_-]/g, ""), value]),
  );
  for (const name of names) {
    const value = read(byName.get(name));
    if (value !== undefined) return value;
  }
  return undefined;
}

const DATE =
  /^(\d{4}-\d{2}-\d{2})(?:[T\s]+(\d{1,2}:\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/i;

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
/** `Jul 08 2022`, `July 8, 2022`, `8 July 2022`, `Fri, 08 Jul 2022 10:00:00 +0000`: the day, and what is after it. */
const NAMED_DATE =
  /^(?:[a-z]{3,9},?\s+)??(?:(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4})\b,?(.*)$/is;

/** A date with the English name of its month, or with slashes, in the form of DATE; any other text as it is. */
function withNumbers(text: string): string {
  const [, before, month, named, after, year, rest = ""] = NAMED_DATE.exec(text) ?? [];
  const number = MONTHS.indexOf((month ?? named ?? "").slice(0, 3).toLowerCase()) + 1;
  if (number > 0)
    return `${year}-${String(number).padStart(2, "0")}-${(before ?? after ?? "").padStart(2, "0")}${rest}`;
  return text.replace(/^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/, (_, year: string, month: string, day: string) =>
    [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-"),
  );
}

/**
 * A date of front matter or of an export as a moment: `2024-05-01`, `2024-05-01 10:00:00 +0900`, RFC 3339, `May 1, 2024`.
 * @param timeZone that of dates without an offset
 * @returns RFC 3339, UTC; undefined for anything else, `0000-00-00` too
 */
export function toMoment(value: unknown, timeZone: string): string | undefined {
  const [, day, time = "00:00", seconds = "00", fraction = "", offset] =
    DATE.exec(withNumbers(toText(value) ?? "")) ?? [];
  if (day === undefined || day.startsWith("0000")) return undefined;
  const local = `${day}T${time.padStart(5, "0")}:${seconds}${fraction.slice(0, 4)}`;
  if (offset === undefined) return fromLocalTime(local, timeZone);
  const [, sign = "+", hours = "00", minutes = "00"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  const moment = new Date(`${local}${sign}${hours}:${minutes}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
