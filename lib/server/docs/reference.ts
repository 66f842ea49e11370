import { openApiDocument } from "#lib/server/openapi/document";
import { type ProblemType, problemTypes } from "#lib/shared/problems";
import type { Body, Group, Header, Operation, Parameter, Reference, Reply } from "#lib/shared/reference";
import { example, field, fields, type Schema, typeName } from "./schema.ts";

type Described = { description?: string; schema: Schema };
type Content = Record<string, { schema: Schema }>;

/** The subset of OpenAPI that our document uses. */
type Source = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  deprecated?: boolean;
  parameters?: (Described & { name: string; in: Parameter["in"]; required?: boolean })[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; headers?: Record<string, Described>; content?: Content }>;
};
type Document = {
  info: { description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Source>>;
  components: { schemas: Record<string, Schema> };
};

const isProblemType = (name: string): name is ProblemType => Object.hasOwn(problemTypes, name);

/** The problem types that a reply's description contains in backticks. */
const problemsIn = (text: string) =>
  [...text.matchAll(/`([a-z-]+)`/g)].map(([, name = ""]) => name).filter(isProblemType);

function toReply([status, { description, headers = {}, content = {} }]: [string, Source["responses"][string]]): Reply {
  const names = { status, headers: Object.keys(headers) };
  if (Number(status) >= 400) return { ...names, problems: problemsIn(description) };
  const [body] = Object.values(content);
  return { ...names, description, ...(body && typeName(body.schema)) };
}

function toBody({ content }: { content: Content }): Body | undefined {
  const [first] = Object.values(content);
  if (!first) return undefined;
  const all = fields(first.schema);
  return {
    mediaTypes: Object.keys(content),
    fields: all.filter(({ type }) => type !== "anything"),
    ignored: all.filter(({ type }) => type === "anything").map(({ name }) => name),
    example: "application/json" in content ? JSON.stringify(example(first.schema), null, 2) : undefined,
  };
}

function toParameter({
  name,
  in: location,
  required = false,
  schema,
}: NonNullable<Source["parameters"]>[number]): Parameter {
  return {
    ...field(name, schema, required),
    in: location,
    example: schema.example === undefined ? undefined : String(schema.example),
  };
}

function toOperation(path: string, method: string, source: Source): Operation {
  return {
    id: source.operationId,
    method: method.toUpperCase(),
    path,
    summary: source.summary,
    description: source.description,
    isDeprecated: source.deprecated,
    parameters: source.parameters?.map(toParameter),
    body: source.requestBody && toBody(source.requestBody),
    replies: Object.entries(source.responses).map(toReply),
  };
}

/** The headers of all replies, without duplicates. */
function headersOf(sources: Source[]): Header[] {
  const replies = sources.flatMap(({ responses }) => Object.values(responses));
  const named = replies.flatMap(({ headers = {} }) => Object.entries(headers));
  const isEverywhere = (name: string) => replies.every(({ headers = {} }) => Object.hasOwn(headers, name));
  return [...new Map(named)].map(([name, { schema }]) => ({
    name,
    description: schema.description ?? "",
    example: String(schema.example ?? ""),
    isEverywhere: isEverywhere(name),
  }));
}

const isEmpty = (value: unknown) =>
  value === undefined || value === false || (Array.isArray(value) && value.length === 0);

/** Removes undefined, false and empty values, to keep the page small. */
function withoutEmpty<T>(whole: T): T {
  return JSON.parse(JSON.stringify(whole, (_name, value) => (isEmpty(value) ? undefined : value)));
}

/** Builds the API reference from the OpenAPI document. */
export function apiReference(): Reference {
  const document = JSON.parse(JSON.stringify(openApiDocument(""))) as Document;
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, source]) => ({ source, operation: toOperation(path, method, source) })),
  );
  const groups: Group[] = document.tags.map(({ name, description }) => ({
    name,
    description,
    operations: all.filter(({ source }) => source.tags.includes(name)).map(({ operation }) => operation),
  }));
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => ({
    name,
    fields: fields(schema),
  }));
  return withoutEmpty({
    intro: document.info.description,
    groups,
    schemas,
    headers: headersOf(all.map(({ source }) => source)),
  });
}
