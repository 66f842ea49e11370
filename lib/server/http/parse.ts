import type { z } from "zod";
import { Problem } from "#lib/server/problem";
import type { FieldErrors } from "#lib/shared/problems";

type Options = {
  /** The title for particular errors, where the contract has one. */
  title?: (fields: FieldErrors) => string | undefined;
  /** The message for an unknown field. */
  unknown?: (name: string) => string;
};

/** The errors by field name; those of the whole value are under "body". */
function fieldErrors(issues: z.core.$ZodIssue[], unknown: (name: string) => string): FieldErrors {
  const fields = new Map<string, string[]>();
  const add = (path: PropertyKey[], message: string) => {
    const name = path.length > 0 ? path.join(".") : "body";
    fields.set(name, [...(fields.get(name) ?? []), message]);
  };
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys") for (const key of issue.keys) add([...issue.path, key], unknown(key));
    else add(issue.path, issue.message);
  }
  return Object.fromEntries(fields);
}

/**
 * Parses a value that a client sent.
 * @throws {Problem} `validation` (400) naming every invalid field
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { title, unknown = () => "Unknown field" }: Options = {},
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = fieldErrors(result.error.issues, unknown);
  throw new Problem("validation", { title: title?.(fields), fields });
}
