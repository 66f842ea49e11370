import type { Field, TypeName } from "#lib/shared/reference";

/** The subset of JSON Schema that the OpenAPI document uses. */
export type Schema = {
  $ref?: string;
  type?: string;
  format?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  default?: unknown;
  description?: string;
  example?: unknown;
};

const isNull = ({ type }: Schema) => type === "null";

/** Merges the alternative that is not null into a nullable schema. */
const withoutNull = (schema: Schema): Schema => ({ ...schema.anyOf?.find((one) => !isNull(one)), ...schema });

/** A type in words, such as `string[]` or `date-time or null`. */
export function typeName(schema: Schema): TypeName {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return { type: name, schema: name };
  }
  if (schema.anyOf) {
    const names = schema.anyOf.map(typeName);
    return {
      type: names.map(({ type }) => type).join(" or "),
      schema: names.find((name) => name.schema)?.schema,
    };
  }
  if (schema.type === "array") {
    const item = typeName(schema.items ?? {});
    return { ...item, type: item.type.includes(" ") ? `(${item.type})[]` : `${item.type}[]` };
  }
  return { type: schema.format ?? schema.type ?? "anything" };
}

/** A range in words; the ends of JavaScript's safe integers are not shown as limits. */
function range(from: number | undefined, to: number | undefined, unit = ""): string[] {
  const min = from === undefined || from <= Number.MIN_SAFE_INTEGER ? undefined : from;
  const max = to === undefined || to >= Number.MAX_SAFE_INTEGER ? undefined : to.toLocaleString("en");
  if (max === undefined) return min === undefined ? [] : [`at least ${min}${unit}`];
  return [min === undefined ? `at most ${max}${unit}` : `${min}–${max}${unit}`];
}

function limits({ minLength, maxLength, minimum, maximum, maxItems, default: preset }: Schema): string[] {
  return [
    ...range(minLength, maxLength, " characters"),
    ...range(minimum, maximum),
    ...range(undefined, maxItems, " items"),
    ...(preset === undefined ? [] : [`default ${String(preset)}`]),
  ];
}

const allowed = (schema: Schema) => (schema.enum ?? (schema.const === undefined ? [] : [schema.const])).map(String);

/** A field of a body, or a parameter. */
export function field(name: string, schema: Schema, isRequired: boolean): Field {
  const plain = withoutNull(schema);
  return {
    ...typeName(schema),
    name,
    isRequired,
    description: plain.description,
    limits: limits(plain),
    values: allowed(plain),
    fields: fields(plain),
  };
}

/** The fields of an object; those of a named schema are listed with that schema. */
export function fields({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => field(name, schema, required.includes(name)));
}

/** An example value for a schema. */
export function example(schema: Schema): unknown {
  const { type, items, properties = {}, required = [], ...plain } = withoutNull(schema);
  const [given] = [plain.example, plain.default, plain.const, plain.enum?.[0]].filter((value) => value !== undefined);
  if (given !== undefined) return given;
  if (type === "array") return [example(items ?? {})];
  if (type === "integer" || type === "number") return plain.minimum ?? 0;
  if (type === "boolean") return false;
  if (type !== "object") return "text";
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, example(properties[name] ?? {})]));
}
