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
      format === "toml" ? parseToml(block) : parseYaml(block, { uniqueKeys: false, maxAliasCount: ALIASES_MAX });
    const data = Data.safeParse(parsed).data;
    return data && { data, rest };
  } catch {
    // It is no front matter, but a part of the text.
    return undefined;
  }
}

/** A scalar as text; undefined for other values. */
export function toText(value: unknown): string | undefined {
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text === "" || text.length > VALUE_MAX ? undefined : text;
}

/** The texts of a list; undefined for other values. */
export const toTexts = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.map(toText).filter((text) => text !== undefined) : undefined;

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

/**
 * A date of front matter or of an export as a moment: `2024-05-01`, `2024-05-01 10:00:00 +0900`, RFC 3339.
 * @param timeZone that of dates without an offset
 * @returns RFC 3339, UTC; undefined for anything else, `0000-00-00` too
 */
export function toMoment(value: unknown, timeZone: string): string | undefined {
  const [, day, time = "00:00", seconds = "00", fraction = "", offset] = DATE.exec(toText(value) ?? "") ?? [];
  if (day === undefined || day.startsWith("0000")) return undefined;
  const local = `${day}T${time.padStart(5, "0")}:${seconds}${fraction.slice(0, 4)}`;
  if (offset === undefined) return fromLocalTime(local, timeZone);
  const [, sign = "+", hours = "00", minutes = "00"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  const moment = new Date(`${local}${sign}${hours}:${minutes}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
