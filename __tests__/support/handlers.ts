import { STATUS_CODES } from "node:http";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import one from "../../pages/api/posts/[id]";
import restore from "../../pages/api/posts/[id]/restore";
import bulk from "../../pages/api/posts/bulk";
import list from "../../pages/api/posts/index";
import preview from "../../pages/api/preview";
import trashed from "../../pages/api/trash/[id]";

type Request = { method: string; path: string };

/** Intercepts requests: may delay one, fail it, or respond instead of the handler. */
type Gate = (request: Request) => Promise<{ status: number; body: unknown } | undefined> | undefined;

/** The part of a browser's `Headers` that the client uses. */
const headersOf = (headers: Record<string, unknown>) =>
  Object.assign(new Map(Object.entries(headers)), { get: (name: string) => headers[name.toLowerCase()] ?? null });

const respond = (status: number, body: string, headers: Record<string, unknown> = {}) => ({
  ok: status < 400,
  status,
  statusText: STATUS_CODES[status],
  headers: headersOf(headers),
  text: async () => body,
  json: async () => JSON.parse(body) as unknown,
});

/** Lets `fetch` call the real handlers on a real database, which is new for each test of the file. */
export function withHandlers() {
  const { db } = { db: withDatabase() };
  const server: { requests: Request[]; gate: Gate | undefined; readonly db: typeof db.db } = {
    requests: [],
    gate: undefined,
    get db() {
      return db.db;
    },
  };

  async function answer(path: string, init: RequestInit = {}) {
    const request = { method: init.method ?? "GET", path };
    server.requests.push(request);
    const instead = await server.gate?.(request);
    if (instead) return respond(instead.status, JSON.stringify(instead.body));
    const { pathname, searchParams } = new URL(path, "http://octavo.test");
    const [, , noun, id, part] = pathname.split("/");
    const others = { preview, trash: trashed }[noun ?? ""];
    const onPosts = id === "bulk" ? bulk : part === "restore" ? restore : id ? one : list;
    const handler = others ?? onPosts;
    const { status, body, headers } = await call(handler, {
      method: request.method,
      headers: { ...(init.headers as Record<string, string>) },
      query: { ...Object.fromEntries(searchParams), ...(id && handler !== bulk && { id }) },
      body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
    });
    return respond(status, body, headers);
  }

  beforeEach(() => {
    server.requests = [];
    server.gate = undefined;
    globalThis.fetch = answer as unknown as typeof fetch;
  });
  return server;
}
