// Loaded with the first text that has front matter: the parsers are larger than the rest of the editor.
import { firstOf, mapOf, parseFrontMatter, toMoment, toText, toTexts } from "#lib/shared/front-matter-data";
import { toLocalTime } from "#lib/shared/time-zone";
import type { FrontMatterFields } from "./front-matter-fields.ts";

const toTags = (value: unknown) => toText(toTexts(value)?.join(", ") ?? value);

/** A date as the value of a datetime-local field in `timeZone`; without an offset it is taken as it is written. */
function toDatetimeLocal(value: unknown, timeZone: string): string | undefined {
  const moment = toMoment(value, timeZone);
  return moment && toLocalTime(moment, timeZone).slice(0, 16);
}

/** The values for the fields of the editor in the front matter of a text, as site generators write it. */
export function readFrontMatter(source: string, timeZone: string): FrontMatterFields {
  const data = parseFrontMatter(source)?.data;
  if (!data) return {};
  return {
    title: firstOf(data, ["title"], toText),
    tags: firstOf(data, ["tags", "tag", "keywords"], toTags) ?? firstOf(mapOf(data.taxonomies), ["tags"], toTags),
    excerpt: firstOf(data, ["description", "excerpt", "summary"], toText),
    slug: firstOf(data, ["slug"], toText),
    canonicalUrl: firstOf(data, ["canonicalurl", "canonical"], toText),
    publishAt: firstOf(data, ["date", "publishedat", "publishdate", "published"], (value) =>
      toDatetimeLocal(value, timeZone),
    ),
  };
}
