import type { ProblemType } from "./problems.ts";

/**
 * The API reference as its page shows it: what a reader needs of the OpenAPI document, and what the forms need. Empty
 * parts are left out, since all of it travels with the page.
 */
export type Reference = { intro: string; groups: Group[]; schemas: NamedSchema[]; headers: Header[] };

export type Group = { name: string; description: string; operations: Operation[] };

/** One method of one address; `id` is its anchor. */
export type Operation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description?: string;
  isDeprecated?: boolean;
  parameters?: Parameter[];
  body?: Body;
  replies: Reply[];
};

/** A type in words; `schema` names the part of it that stands among the schemas. */
export type TypeName = { type: string; schema?: string };

/** A field of a body. `limits` are in words, as `1–200 characters`; `values` are all that it can be. */
export type Field = TypeName & {
  name: string;
  isRequired?: boolean;
  description?: string;
  limits?: string[];
  values?: string[];
  fields?: Field[];
};

export type Parameter = Field & { in: "path" | "query" | "header"; example?: string };

/** What a request carries. `ignored` fields may be sent and change nothing. */
export type Body = { mediaTypes: string[]; fields: Field[]; ignored?: string[]; example: string };

/** An answer: with a body of some type, or a failure of one of these `problems`. */
export type Reply = Partial<TypeName> & {
  status: string;
  description?: string;
  headers?: string[];
  problems?: ProblemType[];
};

export type NamedSchema = { name: string; fields: Field[] };
/** A header of replies; of all of them where it `isEverywhere`. */
export type Header = { name: string; description: string; example: string; isEverywhere?: boolean };
