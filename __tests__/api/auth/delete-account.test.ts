import { createMocks } from "node-mocks-http";
import { deleteOwnAccount } from "#lib/server/accounts/delete-account";
import { requireSession } from "#lib/server/accounts/sessions";
import {
  cookiesIn,
  type Headers,
  makeAuthor,
  makeKey,
  makeOwner,
  PASSWORD,
  requestSignIn,
  signedIn,
  type TestAccount,
} from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { travelBack, travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { addPasskey } from "#support/passkeys";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { makeOwners, suspend } from "#support/users";
import deletion from "../../../pages/api/auth/delete-account";
import session from "../../../pages/api/auth/session";
import autosave from "../../../pages/api/autosaves/[id]";
import posts from "../../../pages/api/posts/index";

const data = withDatabase();
withSettings({ POSTING: "members", WRITE_LIMIT: 0 });
afterEach(travelBack);

const deleteOwn = ({ headers }: { headers: Headers }, body: object = {}) =>
  call(deletion, { method: "POST", headers, body: { posts: "keep", currentPassword: PASSWORD, ...body } });
const accountOf = async ({ headers }: { headers: Headers }) =>
  ((await call(session, { headers })).json() as { account: unknown }).account;
const listed = async () => (await call(posts)).json() as { author: { name: string } }[];

let ada: TestAccount;
beforeEach(async () => {
  await makeOwner();
  ada = await makeAuthor();
  expect((await call(posts, { method: "POST", headers: ada.headers, body: newPost() })).status).toBe(201);
});

test("POST /api/auth/delete-account — 204; sessions, keys, passkeys and autosaves end; posts stay under the name", async () => {
  const [other, key] = [await signedIn("Ada"), await makeKey(ada)];
  await addPasskey(ada, new Authenticator());
  const id = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
  await call(autosave, { method: "PUT", headers: ada.headers, query: { id }, body: { content: "Unfinished" } });
  const response = await deleteOwn(ada);
  expect([response.status, cookiesIn(response)]).toEqual([204, [expect.stringMatching(/^octavo=; .*Max-Age=0/)]]);
  expect([await accountOf(ada), await accountOf(other)]).toEqual([null, null]);
  expect((await call(session, { headers: key.headers })).status).toBe(401);
  expect((await requestSignIn("Ada")).status).toBe(401);
  for (const table of ["sessions", "credentials", "api_keys", "passkeys", "autosaves"]) {
    const rows = await rowsIn(data.db, table);
    expect(rows.filter((row) => [row.userId, row.account_id].includes(ada.account.id))).toEqual([]);
  }
  expect(await listed()).toEqual([expect.objectContaining({ author: expect.objectContaining({ name: "Ada" }) })]);
});

test("posts=delete — they go to the trash", async () => {
  expect((await deleteOwn(ada, { posts: "delete" })).status).toBe(204);
  expect(await listed()).toEqual([]);
});

test.each([
  ["posts=transfer, which is for owners", { posts: "transfer" }, "posts"],
  ["posts missing", { posts: undefined }, "posts"],
  ["wrong password", { currentPassword: "wrong" }, "currentPassword"],
  ["a recipient", { to: "somebody" }, "to"],
])("%s — 400 names the field, the account stays", async (_name, body, field) => {
  const problem = problemIn(await deleteOwn(ada, body));
  expect([problem.status, Object.keys(problem.fields ?? {})]).toEqual([400, [field]]);
  expect(await accountOf(ada)).toMatchObject({ id: ada.account.id });
});

test("without password — only within ten minutes after signing in", async () => {
  travelTo(Date.now() + 10 * 60_000 + 1000);
  expect(problemIn(await deleteOwn(ada, { currentPassword: "" })).fields).toHaveProperty("currentPassword");
  expect((await deleteOwn(await signedIn("Ada"), { currentPassword: "" })).status).toBe(204);
});

test("the only owner — 409; two owners at once — one remains", async () => {
  const olga = await signedIn("Olga");
  expect(problemIn(await deleteOwn(olga))).toMatchObject({ status: 409, type: "/docs/errors#last-owner" });
  expect(await accountOf(olga)).not.toBeNull();
  await data.db.deleteFrom("accounts").where("id", "=", olga.account.id).execute();
  const owners = await makeOwners();
  const responses = await Promise.all(owners.map((owner) => deleteOwn(owner)));
  expect(responses.map(({ status }) => status).sort()).toEqual([204, 409]);
});

test("twice at once — one 204; a session that has ended — 401", async () => {
  const statuses = (await Promise.all([deleteOwn(ada), deleteOwn(ada)])).map(({ status }) => status);
  expect(statuses).toContain(204);
  expect(statuses.every((status) => [204, 401, 404].includes(status))).toBe(true);
  expect((await deleteOwn(ada)).status).toBe(401);
});

test("session ended before the password is checked — 401", async () => {
  const { req, res } = createMocks({ headers: { host: "octavo.test", ...ada.headers } });
  const opened = await requireSession(req);
  await data.db.deleteFrom("sessions").where("userId", "=", ada.account.id).execute();
  const body = { posts: "keep", currentPassword: PASSWORD } as const;
  await expect(deleteOwnAccount(data.db, req, res, opened, body)).rejects.toMatchObject({ status: 401 });
  expect(await listed()).toHaveLength(1);
});

test("suspended while the password is checked — 401, account and posts stay", async () => {
  const { req, res } = createMocks({ headers: { host: "octavo.test", ...ada.headers } });
  const opened = await requireSession(req);
  await suspend(await signedIn("Olga"), ada);
  await expect(deleteOwnAccount(data.db, req, res, opened, { posts: "delete" })).rejects.toMatchObject({ status: 401 });
  expect(await listed()).toHaveLength(1);
  const stored = await data.db.selectFrom("accounts").select("deleted_at").where("id", "=", ada.account.id).execute();
  expect(stored).toEqual([{ deleted_at: null }]);
});

test("anonymous, an API key, another site — 401, 401, 403", async () => {
  const key = await makeKey(ada);
  const foreign = { headers: { ...ada.headers, origin: "https://evil.example" } };
  expect((await deleteOwn({ headers: {} })).status).toBe(401);
  expect((await deleteOwn(key)).status).toBe(401);
  expect((await deleteOwn(foreign)).status).toBe(403);
  expect(await accountOf(ada)).not.toBeNull();
});
