import { z } from "zod";

export const PAGE_MAX = 100;
export const PAGE_DEFAULT = 20;

/** Whether a query parameter is one that analytics or cache-busting adds to any URL. */
export const isTrackingParameter = (name: string) => /^(?:utm_.*|fbclid|gclid|_)$/.test(name);

/** A query parameter that may be given once. */
export const parameter = (name: string) => z.string(`${name} must be given once`);

/** Overrides the JSON schema of a parameter in the OpenAPI document, where zod's describes the text before parsing. */
export const described =
  (schema: object) =>
  ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
    delete jsonSchema.pattern;
    delete jsonSchema.anyOf;
    Object.assign(jsonSchema, schema);
  };

const Limit = parameter("limit")
  .regex(/^(?:[1-9]\d?|100)$/, `limit must be a whole number from 1 to ${PAGE_MAX}`)
  .transform(Number)
  .meta({
    override: described({ type: "integer", minimum: 1, maximum: PAGE_MAX, default: PAGE_DEFAULT }),
    description: "How many items a page has; fewer where they are long. `Link` says whether there are more",
  });

/** The longest cursor, in characters: one of redirects holds a path of REDIRECT_PATH_MAX in Base64, and a signature. */
const CURSOR_MAX = 1_500;
const After = parameter("after").max(CURSOR_MAX, "after is not a cursor of this list");

/** The query of an endpoint that takes no parameters. */
export const NoQuery = z.strictObject({});

/** The query of GET /api/ready. */
export const ReadyQuery = z.strictObject({
  for: z
    .literal("reads", "for must be `reads`, or left out")
    .optional()
    .meta({ description: "`reads`: responds 200 while posts can be read, even if nothing can be written" }),
});

/** The query of a paginated list: at most `limit` items, those after the cursor `after`. */
export const PageQuery = z.strictObject({
  limit: Limit.optional(),
  after: After.optional().meta({ description: "The cursor from the `Link` header of the previous page" }),
});
export type PageQuery = z.output<typeof PageQuery>;

/** An id or a version in a URL: digits without a leading zero, small enough for the database's integers. */
export const NumericId = z.string().regex(/^[1-9]\d{0,14}$/);

/** An id as a value for the database: PostgreSQL refuses U+0000, which no id has. */
export const withoutNul = (id: string) => id.replaceAll("\0", "\ufffd");

/** The path parameters of one resource of a kind. Whether the resource exists is checked where it is loaded. */
export const idParams = (noun: string, example: string) =>
  z.strictObject({
    id: z
      .string()
      .overwrite(withoutNul)
      .meta({ description: `The ${noun}'s id`, example }),
  });
