import { z } from "zod";
import { idParams } from "./params.ts";
import { normalizeNewlines, oneLine, withoutForbidden } from "./text.ts";

export const SCOPES = ["read", "write"] as const;

/** The name of an API key or passkey. */
export const Label = z
  .string("Name is required")
  .overwrite(normalizeNewlines)
  .refine(...withoutForbidden("Name"))
  .overwrite(oneLine)
  .min(1, "Name is required")
  .max(80, "Name must be at most 80 characters long");

/** The input for creating an API key. */
export const NewKey = z.strictObject({
  name: Label,
  scope: z.enum(SCOPES, "Scope must be read or write").default("write"),
  expiresAt: z.iso
    .datetime({ offset: true, error: "Must be a date and time with an offset, as 2030-01-31T09:00:00Z" })
    .refine((moment) => Date.parse(moment) > Date.now(), "Must lie ahead")
    .nullish(),
});
export type NewKey = z.output<typeof NewKey>;
export type NewKeyInput = z.input<typeof NewKey>;

const moment = z.iso.datetime();

export const KeyParams = idParams("API key", "0b9f4d1e-53c1-4c9b-8a45-8d3d1a7c2f10");

/** An API key without its secret, which is shown once. */
export const ApiKey = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    hint: z.string().meta({ description: "The first characters of the key" }),
    scope: z.enum(SCOPES),
    createdAt: moment,
    expiresAt: moment.nullable(),
    usedAt: moment.nullable().meta({ description: "When it was last used, to the minute" }),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

/** A new API key with its secret, which is shown this once. */
export const NewKeyWithSecret = ApiKey.extend({ key: z.string() }).meta({ id: "MadeKey" });
export type NewKeyWithSecret = z.infer<typeof NewKeyWithSecret>;
