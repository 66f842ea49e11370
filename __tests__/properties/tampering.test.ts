import fc from "fast-check";
import { encodeCursor, parseCursor } from "#lib/server/pagination";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import { holds } from "#support/property";
import legacyPosts from "../../pages/api/legacy-posts";
import post from "../../pages/api/posts/[id]";
import revisions from "../../pages/api/posts/[id]/revisions/index";
import posts from "../../pages/api/posts/index";

const data = withDatabase();

const character = fc.oneof(
  fc.constantFrom(..."AZaz09-_.=+/ ~"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);
/** One character inserted, removed or replaced. */
const tampering = fc.record({
  at: fc.oneof(fc.nat(), fc.constantFrom(0, -1)),
  do: fc.constantFrom("put", "take", "exchange" as const),
  character,
});

function tampered(text: string, change: { at: number; do: string; character: string }): string {
  const places = text.length + (change.do === "put" ? 1 : 0);
  const at = (change.at + places) % places;
  const rest = text.slice(change.do === "put" ? at : at + 1);
  return text.slice(0, at) + (change.do === "take" ? "" : change.character) + rest;
}

const cursorIn = (headers: Record<string, unknown>) =>
  new URL(/<([^>]*)>; rel="next"/.exec(String(headers.link))?.[1] ?? "", "http://octavo.test").searchParams.get(
    "after",
  ) ?? "";

test.each([
  ["posts", posts, {}],
  ["the first contract's list", legacyPosts, {}],
  ["revisions", revisions, { id: "1" }],
])("cursor of %s — one character changed — 400", async (_name, handler, params) => {
  for (const title of ["One", "Two", "Three"]) await makePost({ title });
  await call(post, { method: "PATCH", query: { id: "1" }, body: { title: "Once more" } });
  const { headers } = await call(handler, { query: { ...params, limit: "1" } });
  const cursor = cursorIn(headers);
  expect((await call(handler, { query: { ...params, limit: "1", after: cursor } })).status).toBe(200);
  await holds(
    tampering,
    async (change) => {
      const after = tampered(cursor, change);
      if (after === cursor) return;
      const response = await call(handler, { query: { ...params, limit: "1", after } });
      expect({ after, status: response.status }).toEqual({ after, status: 400 });
      expect(Object.keys(problemIn(response).fields ?? {})).toEqual(["after"]);
    },
    200,
  );
});

test("cursor — any of these signs inserted or substituted at any position — 400", async () => {
  const cursor = await encodeCursor(data.db, "a list", [1_767_225_600_000, 3]);
  expect(await parseCursor(data.db, "a list", cursor)).toEqual([1_767_225_600_000, 3]);
  for (let at = 0; at <= cursor.length; at++) {
    for (const sign of ["", ..."AQgw09-_.=+/ ~\0é"]) {
      for (const rest of [cursor.slice(at), cursor.slice(at + 1)]) {
        const other = cursor.slice(0, at) + sign + rest;
        if (other !== cursor)
          await expect(parseCursor(data.db, "a list", other)).rejects.toMatchObject({ status: 400 });
      }
    }
  }
});

test("If-Match — weak, or one character changed — 412, nothing changes", async () => {
  const { id } = await makePost();
  const { headers, body } = await call(post, { query: { id } });
  const etag = String(headers.etag);
  const methods = fc.constantFrom("PUT", "PATCH", "DELETE");
  await holds(
    fc.tuple(fc.oneof({ weight: 9, arbitrary: tampering }, fc.constant("weak" as const)), methods),
    async ([change, method]) => {
      const given = change === "weak" ? `W/${etag}` : tampered(etag, change);
      // White space around it, a comma and a list's other members leave the tag itself as it is.
      if (given.includes(etag) && change !== "weak") return;
      const response = await call(post, {
        method,
        query: { id },
        headers: { "if-match": given },
        body: { title: "New", content: "New" },
      });
      expect({ given, method, status: response.status }).toEqual({ given, method, status: 412 });
      expect((await call(post, { query: { id } })).body).toBe(body);
    },
    200,
  );
});
