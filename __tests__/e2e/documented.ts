import { z } from "zod";
import { type Reply, sendRequest } from "#support/send-request";
import type { SharedServer } from "#support/server";

type Schema = Record<string, unknown>;
type Response = {
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, { schema: Schema }>;
};
type Operation = { responses: Record<string, Response> };
export type OpenApi = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** Headers that belong to the connection, to caches, to the body or to CORS: no document of an API names them. */
const GENERAL =
  /^(age|cache-status|connection|content-(encoding|length|type)|date|keep-alive|transfer-encoding|vary|access-control-.*|content-security-policy|cross-origin-(opener|resource)-policy|permissions-policy|referrer-policy|strict-transport-security|x-content-type-options)$/;

/** Parsed schemas of each document, by their JSON: parsing one takes longer than a request. */
const parsed = new WeakMap<OpenApi, Map<string, z.ZodType>>();

function parseSchema(openApi: OpenApi, schema: Schema): z.ZodType {
  const own = JSON.stringify(schema);
  const known = parsed.get(openApi) ?? new Map<string, z.ZodType>();
  parsed.set(openApi, known);
  const whole = () => JSON.stringify({ ...schema, $defs: openApi.components.schemas });
  const type = known.get(own) ?? z.fromJSONSchema(JSON.parse(whole().replaceAll("#/components/schemas/", "#/$defs/")));
  known.set(own, type);
  return type;
}

/** The validation error of a value for a JSON Schema of the document; undefined if it is valid. */
function misfit(openApi: OpenApi, schema: Schema, value: unknown): string | undefined {
  const { success, error } = parseSchema(openApi, schema).safeParse(value);
  return success ? undefined : z.prettifyError(error);
}

/** The paths of the document that an address can mean; one without parameters comes first. */
function pathOf(openApi: OpenApi, pathname: string): string | undefined {
  const isMeant = (path: string) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname);
  return openApi.paths[pathname] ? pathname : Object.keys(openApi.paths).find(isMeant);
}

/** The differences between a response and the document; none for an undocumented path or method. */
export function differences(openApi: OpenApi, method: string, pathname: string, reply: Reply): string[] {
  const operation = openApi.paths[pathOf(openApi, pathname) ?? ""]?.[method === "HEAD" ? "get" : method.toLowerCase()];
  if (!operation) return [];
  const response = operation.responses[reply.status];
  if (!response) return [`status ${reply.status} is not documented`];
  const { content = {}, headers = {} } = response;
  const named = Object.keys(headers).map((name) => name.toLowerCase());
  const sent = [...reply.headers.keys()].filter((name) => !GENERAL.test(name));
  const found = [
    ...sent.filter((name) => !named.includes(name)).map((name) => `header ${name} is not documented`),
    ...Object.entries(headers)
      .filter(([name, { required }]) => required && !reply.headers.has(name))
      .map(([name]) => `header ${name} is missing`),
  ];
  if (reply.text === "") return content && method !== "HEAD" && response.content ? [...found, "no body"] : found;
  const type = reply.headers.get("content-type")?.split(";")[0] ?? "";
  const schema = content[type]?.schema;
  if (!schema) return [...found, `a body of the type ${type} is not documented`];
  const body = type.endsWith("json") ? reply.json() : reply.text;
  return [...found, misfit(openApi, schema, body)].filter((fault) => fault !== undefined);
}

type Init = Parameters<typeof sendRequest>[1];

/**
 * A function that sends requests to a started server and validates each response against the OpenAPI document: status, headers and
 * body by its schema.
 */
export function documented(server: SharedServer): (path: string, init?: Init) => Promise<Reply> {
  let openApi: Promise<OpenApi> | undefined;
  return async function askDocumented(path, init = {}) {
    openApi ??= sendRequest(`${server.url}/api/openapi.json`).then(({ json }) => json() as OpenApi);
    const reply = await sendRequest(/^https?:/.test(path) ? path : server.url + path, init);
    const { method = "GET" } = init;
    const faults = differences(await openApi, method, new URL(path, server.url).pathname, reply);
    expect([method, path, reply.status, ...faults]).toEqual([method, path, reply.status]);
    return reply;
  };
}
