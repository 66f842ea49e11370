import type { NextApiRequest } from "next";
import type { z } from "zod";
import { memoizeBy } from "#lib/server/memoize";
import { Problem } from "#lib/server/problem";
import { isTrackingParameter } from "#lib/shared/params";
import { parse } from "./parse.ts";

/** What to use in place of the parameters of other APIs. */
const REPLACEMENTS: Record<string, readonly string[]> = {
  page: ["limit", "after"],
  _page: ["limit", "after"],
  offset: ["limit", "after"],
  per_page: ["limit"],
  search: ["q"],
};

const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

/** Names an unknown parameter, what to use in its place, and the parameters that there are. */
function unknownParameter(name: string, known: string[]): string {
  if (known.length === 0) return `Unknown parameter \`${name}\`; this endpoint takes no query parameters`;
  const replacements = Object.hasOwn(REPLACEMENTS, name) ? (REPLACEMENTS[name] ?? []) : [];
  const usable = replacements.filter((replacement) => known.includes(replacement));
  const hint = usable.length > 0 ? `; use ${usable.map((name) => `\`${name}\``).join(" and ")}` : "";
  return `Unknown parameter \`${name}\`${hint}. Known parameters: ${list(known)}`;
}

/** The names of the parameters of a query, and those of the path. */
const namesOf = memoizeBy((schema: z.ZodObject) => {
  const names = Object.keys(schema.shape);
  const known = names.filter((name) => schema.shape[name]?.safeParse(undefined).success);
  return { known, ofPath: names.filter((name) => !known.includes(name)) };
});

/**
 * Parses the path and query parameters of a request, which Next hands over as one object.
 * @param schema path parameters are its required members, query parameters its optional ones
 * @throws {Problem} `validation` (400) naming every invalid and every unknown parameter
 */
export function parseQuery<Schema extends z.ZodObject>(schema: Schema, req: NextApiRequest): z.output<Schema> {
  const { known, ofPath } = namesOf(schema);
  const unknown = (name: string) => unknownParameter(name, known);
  // A query parameter with the name of a path parameter never reaches `req.query`.
  const sent = new URLSearchParams(req.url?.split("?", 2)[1]);
  const shadowed = ofPath.filter((name) => sent.has(name));
  if (shadowed.length > 0) {
    throw new Problem("validation", { fields: Object.fromEntries(shadowed.map((name) => [name, [unknown(name)]])) });
  }
  const query = Object.fromEntries(Object.entries(req.query).filter(([name]) => !isTrackingParameter(name)));
  return parse(schema, query, { unknown });
}
