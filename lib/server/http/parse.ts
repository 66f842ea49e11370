import type { z } from "zod";
import { Problem } from "#lib/server/problem";
import type { FieldErrors } from "#lib/shared/problems";

type Options = {
  /** The title for particular faults, where the contract has one. */
  title?: (fields: FieldErrors) => string | undefined;
  /** The message for an unknown field. */
  unknown?: (name: string) => string;
};

/** Every wrong field with its faults; an unknown one is named as itself, a fault of the whole stands under "body". */
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
 * What `schema` makes of something a client sent.
 * @throws {Problem} `validation` (400) naming every wrong field
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
