import type { Field, TypeName } from "#lib/shared/reference";

/** The part of JSON Schema that the OpenAPI document uses. */
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

/** What is said of a value that may also be null stands at its other alternative. */
const withoutNull = (schema: Schema): Schema => ({ ...schema.anyOf?.find((one) => !isNull(one)), ...schema });

/** A type in words, as `string[]` or `date-time or null`. */
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

/** A range in words; the ends of what JavaScript can count are no limits of ours. */
function range(from: number | undefined, to: number | undefined, unit = ""): string[] {
  const least = from === undefined || from <= Number.MIN_SAFE_INTEGER ? undefined : from;
  const most = to === undefined || to >= Number.MAX_SAFE_INTEGER ? undefined : to.toLocaleString("en");
  if (most === undefined) return least === undefined ? [] : [`at least ${least}${unit}`];
  return [least === undefined ? `at most ${most}${unit}` : `${least}–${most}${unit}`];
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

/** A named value: a field of a body or a parameter. */
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

/** The fields of an object; those of a named schema stand with that schema. */
export function fields({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => field(name, schema, required.includes(name)));
}

/** A value to start from. */
export function example(schema: Schema): unknown {
  const { type, items, properties = {}, required = [], ...plain } = withoutNull(schema);
  const [known] = [plain.example, plain.default, plain.const, plain.enum?.[0]].filter((value) => value !== undefined);
  if (known !== undefined) return known;
  if (type === "array") return [example(items ?? {})];
  if (type === "integer" || type === "number") return plain.minimum ?? 0;
  if (type === "boolean") return false;
  if (type !== "object") return "text";
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, example(properties[name] ?? {})]));
}
