import { contentVersion } from "#lib/server/content-version";
import { DEFAULT_ABOUT } from "#lib/server/site/default-about";
import { About } from "#lib/shared/about";
import { CONTENT_MAX } from "#lib/shared/posts";
import { makeAuthor, makeKey, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import about from "../../pages/api/about";

const data = withDatabase();

const read = async () => About.parse((await call(about)).json());
const put = (content: unknown, headers: Record<string, string> = {}) =>
  call(about, { method: "PUT", body: { content }, headers });

test("GET /api/about — never edited — Octavo's default text", async () => {
  expect(await read()).toEqual({ content: DEFAULT_ABOUT, version: 0, updatedAt: null });
  expect(await rowsIn(data.db, "site_texts")).toEqual([]);
});

test("PUT /api/about — without credentials, as an author — 401, 403", async () => {
  await makeOwner();
  expect((await put("Mine")).status).toBe(401);
  const author = await makeAuthor();
  for (const headers of [author.headers, (await makeKey(author)).headers]) {
    expect(problemIn(await put("Mine", headers))).toMatchObject({
      status: 403,
      title: "Only the owner and editors may do that",
    });
  }
  expect((await read()).version).toBe(0);
});

test("PUT /api/about — Octavo-Account of another account — 409, and 401 without a session", async () => {
  const [owner, author] = [await makeOwner(), await makeAuthor()];
  const as = (account: TestAccount) => ({ "octavo-account": account.account.id });
  for (const headers of [
    { ...owner.headers, ...as(author) },
    // The 409 for another account precedes the 403 for an author.
    { ...author.headers, ...as(owner) },
  ]) {
    expect(problemIn(await put("Mine", headers))).toMatchObject({ status: 409, type: "/docs/errors#account-changed" });
  }
  expect((await put("Mine", as(owner))).status).toBe(401);
  expect((await put("Mine", { ...owner.headers, ...as(owner) })).status).toBe(200);
});

test("PUT /api/about — as the owner — a new version each time", async () => {
  const { headers } = await makeOwner();
  const first = await put("# One", headers);
  expect([first.status, first.headers.etag]).toEqual([200, (await call(about)).headers.etag]);
  expect(first.headers.etag).toMatch(/^"about-1-\w+"$/);
  expect(About.parse((await put(" Two \n", headers)).json())).toMatchObject({ content: "Two", version: 2 });
  expect(await read()).toMatchObject({ content: "Two", version: 2, updatedAt: expect.any(String) });
});

test("PUT /api/about — the body of GET — 200", async () => {
  const { headers } = await makeOwner();
  const body = { ...(await read()), content: "Mine" };
  expect((await call(about, { method: "PUT", headers, body })).status).toBe(200);
});

test("PUT /api/about — If-Match of an earlier version — 412 with the current one, nothing changes", async () => {
  const { headers } = await makeOwner();
  const ifMatch = { ...headers, "if-match": '"about-0"' };
  expect((await put("One", ifMatch)).status).toBe(200);
  const late = await put("Two", ifMatch);
  expect([late.status, late.headers.etag]).toEqual([412, (await call(about)).headers.etag]);
  expect(late.json()).toMatchObject({ title: expect.stringContaining("meanwhile"), current: { content: "One" } });
  expect(await read()).toMatchObject({ content: "One", version: 1 });
});

test.each([
  ["the ETag", (etag: string) => etag],
  ["the version alone", () => '"about-1"'],
])("PUT /api/about — If-Match with %s — 200", async (_name, tagOf) => {
  const { headers } = await makeOwner();
  const { etag } = (await put("One", headers)).headers;
  expect((await put("Two", { ...headers, "if-match": tagOf(String(etag)) })).status).toBe(200);
});

test("PUT /api/about — two at once, same version — one 200, one 412", async () => {
  const { headers } = await makeOwner();
  const ifMatch = { ...headers, "if-match": '"about-0"' };
  const responses = await Promise.all([put("One", ifMatch), put("Two", ifMatch)]);
  expect(responses.map(({ status }) => status).sort()).toEqual([200, 412]);
});

test.each<[string, unknown]>([
  ["missing", undefined],
  ["empty", ""],
  ["blank", " \n"],
  ["a number", 1],
  ["U+0000", "\0"],
  ["one character too long", "x".repeat(CONTENT_MAX + 1)],
])("PUT /api/about — content %s — 400 names the field", async (_name, content) => {
  const { headers } = await makeOwner();
  expect(problemIn(await put(content, headers))).toMatchObject({
    status: 400,
    fields: { content: [expect.any(String)] },
  });
});

test("GET /api/about — If-None-Match — 304 until it changes", async () => {
  const { headers } = await makeOwner();
  const { headers: got } = await call(about);
  const again = () => call(about, { headers: { "if-none-match": String(got.etag) } });
  expect((await again()).status).toBe(304);
  await put("Other", headers);
  expect((await again()).status).toBe(200);
});

test("PUT /api/about — the content version changes", async () => {
  const { headers } = await makeOwner();
  const before = await contentVersion(data.db, Date.now());
  await put("Other", headers);
  expect(await contentVersion(data.db, Date.now())).not.toBe(before);
});
