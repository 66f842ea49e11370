// Loaded with the first text that has front matter: the parsers are larger than the rest of the editor.
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { splitFrontMatter } from "#lib/shared/front-matter";
import { fromLocalTime, toLocalTime } from "#lib/shared/time-zone";
import type { FrontMatterFields } from "./front-matter-fields.ts";

/** Aliases of YAML may repeat values so many times. */
const ALIASES_MAX = 20;
/** Longer values are no titles or descriptions, in UTF-16 units. */
const VALUE_MAX = 1_000;

const Data = z.record(z.string(), z.unknown());

function parseBlock(source: string): z.infer<typeof Data> | undefined {
  const found = splitFrontMatter(source);
  if (!found) return undefined;
  const { block, format } = found;
  try {
    const data =
      format === "toml" ? parseToml(block) : parseYaml(block, { uniqueKeys: false, maxAliasCount: ALIASES_MAX });
    return Data.safeParse(data).data;
  } catch {
    // It is no front matter, and is rendered as text.
    return undefined;
  }
}

/** A scalar as text; undefined for other values. */
function toText(value: unknown): string | undefined {
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text === "" || text.length > VALUE_MAX ? undefined : text;
}

function toTags(value: unknown): string | undefined {
  if (!Array.isArray(value)) return toText(value);
  return toText(
    value
      .map(toText)
      .filter((tag) => tag !== undefined)
      .join(", "),
  );
}

/** The first of several keys that has a value. Keys are compared in lower case, without `_` and `-`. */
function firstOf<Value>(data: object, names: string[], read: (value: unknown) => Value | undefined): Value | undefined {
  const byName = new Map(
    Object.entries(data).map(([key, value]) => [key.trim().toLowerCase().replace(/[_-]/g, ""), value]),
  );
  for (const name of names) {
    const value = read(byName.get(name));
    if (value !== undefined) return value;
  }
  return undefined;
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T\s]+(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A date as the value of a datetime-local field in `timeZone`; without an offset it is taken as it is written. */
function toDatetimeLocal(value: unknown, timeZone: string): string | undefined {
  const [, day, time = "00:00", offset] = DATE.exec(toText(value) ?? "") ?? [];
  if (day === undefined) return undefined;
  const local = `${day}T${time}`;
  if (offset === undefined) return fromLocalTime(local, timeZone) === undefined ? undefined : local;
  const instant = new Date(local + offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(instant.getTime()) ? undefined : toLocalTime(instant.toISOString(), timeZone).slice(0, 16);
}

/** The values for the fields of the editor in the front matter of a text, as site generators write it. */
export function readFrontMatter(source: string, timeZone: string): FrontMatterFields {
  const data = parseBlock(source);
  if (!data) return {};
  const taxonomies = Data.safeParse(data.taxonomies).data ?? {};
  return {
    title: firstOf(data, ["title"], toText),
    tags: firstOf(data, ["tags", "tag", "keywords"], toTags) ?? firstOf(taxonomies, ["tags"], toTags),
    excerpt: firstOf(data, ["description", "excerpt", "summary"], toText),
    slug: firstOf(data, ["slug"], toText),
    canonicalUrl: firstOf(data, ["canonicalurl", "canonical"], toText),
    publishAt: firstOf(data, ["date", "publishedat", "publishdate", "published"], (value) =>
      toDatetimeLocal(value, timeZone),
    ),
  };
}
