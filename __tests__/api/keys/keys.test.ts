import { ApiKey } from "#lib/shared/keys";
import { makeAuthor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import one from "../../../pages/api/keys/[id]";
import keys from "../../../pages/api/keys/index";

const data = withDatabase();
const listed = async ({ headers }: TestAccount) => ApiKey.array().parse((await call(keys, { headers })).json());
const make = ({ headers }: TestAccount, body: unknown) => call(keys, { method: "POST", headers, body });
const revoke = (id: string, { headers }: TestAccount) => call(one, { method: "DELETE", query: { id }, headers });

test("POST /api/keys — the key, once; GET — its name and hint", async () => {
  const owner = await makeOwner();
  const { headers: _, key, ...made } = await makeKey(owner, { name: "  My   script ", scope: "read" });
  expect(key).toMatch(/^octavo_[\w-]{43}$/);
  expect(made).toMatchObject({ name: "My script", scope: "read", expiresAt: null, usedAt: null });
  expect(key.startsWith(made.hint)).toBe(true);
  expect(made.hint.length).toBeLessThan(15);
  expect(await listed(owner)).toEqual([made]);
});

test("POST /api/keys — Cache-Control: private, no-store, and Location", async () => {
  const { headers, json } = await make(await makeOwner(), { name: "A" });
  expect(headers["cache-control"]).toBe("private, no-store, no-transform");
  expect(headers.location).toBe(`http://octavo.test/api/keys/${(json() as { id: string }).id}`);
});

test("POST /api/keys — stored as a hash only", async () => {
  const { key } = await makeKey(await makeOwner());
  const rows = JSON.stringify(await data.db.selectFrom("api_keys").selectAll().execute());
  expect(rows).not.toContain(key.slice("octavo_".length + 4));
});

test("POST /api/keys — no scope — scope write", async () => {
  expect((await makeKey(await makeOwner(), { name: "A" })).scope).toBe("write");
});

test.each([
  ["no name", {}, ["name"]],
  ["name of spaces", { name: "  " }, ["name"]],
  ["name too long", { name: "x".repeat(81) }, ["name"]],
  ["unknown scope", { name: "A", scope: "admin" }, ["scope"]],
  ["expiresAt in the past", { name: "A", expiresAt: "2020-01-01T00:00:00Z" }, ["expiresAt"]],
  ["expiresAt not a date", { name: "A", expiresAt: "tomorrow" }, ["expiresAt"]],
  ["key given", { name: "A", key: "octavo_mine" }, ["key"]],
  ["account given", { name: "A", account_id: "1" }, ["account_id"]],
])("POST /api/keys — %s — 400 names the field", async (_name, body, fields) => {
  const owner = await makeOwner();
  const problem = problemIn(await make(owner, body));
  expect(problem.status).toBe(400);
  expect(Object.keys(problem.fields ?? {})).toEqual(fields);
  expect(await listed(owner)).toEqual([]);
});

test("GET and DELETE /api/keys — the account's own only; others 404", async () => {
  const owner = await makeOwner();
  const author = await makeAuthor();
  const { id } = await makeKey(author);
  expect(await listed(owner)).toEqual([]);
  const refused = problemIn(await revoke(id, owner));
  expect(refused).toMatchObject({ status: 404, error: "Key not found" });
  expect(refused).toEqual(problemIn(await revoke("no-such-key", owner)));
  expect(await listed(author)).toHaveLength(1);
  expect((await revoke(id, author)).status).toBe(204);
  expect(await listed(author)).toEqual([]);
});

test("/api/keys — anonymous, API key, API key with session cookie — 401", async () => {
  const owner = await makeOwner();
  const key = await makeKey(owner);
  for (const headers of [{}, key.headers, { ...owner.headers, ...key.headers }]) {
    expect(problemIn(await call(keys, { headers })).status).toBe(401);
    expect(problemIn(await call(keys, { method: "POST", headers, body: { name: "B" } })).status).toBe(401);
    expect(problemIn(await call(one, { method: "DELETE", headers, query: { id: key.id } })).status).toBe(401);
  }
  expect(await listed(owner)).toHaveLength(1);
});
