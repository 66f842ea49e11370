import type { ProblemType } from "./problems.ts";

/**
 * The API reference, as the page and its forms need it, derived from the OpenAPI document. Empty values are left out to
 * keep the page small.
 */
export type Reference = { intro: string; groups: Group[]; schemas: NamedSchema[]; headers: Header[] };

export type Group = { name: string; description: string; operations: Operation[] };

/** One method of one path; `id` is its anchor. */
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

/** A type in words; `schema` names its schema if that is listed. */
export type TypeName = { type: string; schema?: string };

/** A field of a body. `limits` are in words, such as `1–200 characters`; `values` are the allowed values. */
export type Field = TypeName & {
  name: string;
  isRequired?: boolean;
  description?: string;
  limits?: string[];
  values?: string[];
  fields?: Field[];
};

export type Parameter = Field & { in: "path" | "query" | "header"; example?: string };

/** A request body. `ignored` fields are accepted without effect. */
export type Body = { mediaTypes: string[]; fields: Field[]; ignored?: string[]; example?: string | undefined };

/** A response: a body of a type, or one of these `problems`. */
export type Reply = Partial<TypeName> & {
  status: string;
  description?: string;
  headers?: string[];
  problems?: ProblemType[];
};

export type NamedSchema = { name: string; fields: Field[] };
/** A response header; `isEverywhere` if every response has it. */
export type Header = { name: string; description: string; example: string; isEverywhere?: boolean };
