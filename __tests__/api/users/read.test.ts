import {
  emailOf,
  makeAuthor,
  makeEditor,
  makeKey,
  makeOwner,
  requestSignIn,
  type TestAccount,
} from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { deleteUser, suspend } from "#support/users";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";
import user from "../../../pages/api/users/[id]";
import users from "../../../pages/api/users/index";

withDatabase();

const list = async (headers = {}, query = {}) => (await call(users, { headers, query })).json();
const write = async ({ headers }: TestAccount, draft = {}) =>
  (await call(posts, { method: "POST", headers, body: newPost(draft) })).json() as { id: string };
const publicFields = ({ account: { id, name } }: TestAccount) => ({
  ...{ id, name, slug: name.toLowerCase(), bio: "", image: null, links: [] },
});
const details = ({ account }: TestAccount, more = {}) => ({
  ...publicFields({ account, headers: {} }),
  ...account,
  status: "active",
  createdAt: expect.any(String),
  lastSignInAt: null,
  posts: 0,
  ...more,
});

test("GET /api/users — anonymous — the profiles only, the oldest first", async () => {
  const [olga, ada, edda] = [await makeOwner(), await makeAuthor(), await makeEditor()];
  const response = await call(users);
  expect(response.json()).toEqual([olga, ada, edda].map(publicFields));
  expect(response.headers["cache-control"]).toMatch(/^private, no-store/);
});

test("GET /api/users — author and editor — all fields of oneself only", async () => {
  const [olga, ada, edda] = [await makeOwner(), await makeAuthor(), await makeEditor()];
  expect(await list(ada.headers)).toEqual([publicFields(olga), details(ada), publicFields(edda)]);
  expect(await list(edda.headers)).toEqual([publicFields(olga), publicFields(ada), details(edda)]);
});

test("GET /api/users — owner, and a read-only key of the owner — all fields of all", async () => {
  const [olga, ada] = [await makeOwner(), await makeAuthor()];
  await suspend(olga, ada);
  const all = [details(olga), details(ada, { status: "suspended" })];
  expect(await list(olga.headers)).toEqual(all);
  expect(await list((await makeKey(olga, { name: "Reader", scope: "read" })).headers)).toEqual(all);
});

test("GET /api/users — posts — published, scheduled and drafts, without the trash", async () => {
  const [olga, ada] = [await makeOwner(), await makeAuthor()];
  await write(ada);
  await write(ada, { status: "draft" });
  await write(ada, { publishedAt: "2999-01-01T00:00:00Z" });
  const { id } = await write(ada);
  await call(post, { method: "DELETE", query: { id }, headers: ada.headers });
  expect(await list(olga.headers)).toEqual([details(olga), details(ada, { posts: 3 })]);
});

test("GET /api/users/:id — last sign-in — the time of the last session", async () => {
  const olga = await makeOwner();
  const before = Date.now();
  await requestSignIn("Olga");
  const { lastSignInAt } = (await call(user, { query: { id: olga.account.id }, headers: olga.headers })).json() as {
    lastSignInAt: string;
  };
  expect(Date.parse(lastSignInAt)).toBeGreaterThanOrEqual(before);
});

test("GET /api/users — limit and after — pages with Link, each user once", async () => {
  const all = [await makeOwner(), await makeAuthor(), await makeEditor()];
  const seen: unknown[] = [];
  let after: string | undefined;
  do {
    const response = await call(users, { query: { limit: "2", ...(after !== undefined && { after }) } });
    seen.push(...(response.json() as unknown[]));
    const next = /<([^>]*)>; rel="next"/.exec(String(response.headers.link ?? ""))?.[1];
    after = next && (new URL(next).searchParams.get("after") ?? undefined);
  } while (after !== undefined);
  expect(seen).toEqual(all.map(publicFields));
});

test("GET /api/users/:id — anonymous — public fields, no email anywhere", async () => {
  const olga = await makeOwner();
  const response = await call(user, { query: { id: olga.account.id } });
  expect(response.json()).toEqual(publicFields(olga));
  expect(response.body).not.toContain(emailOf("Olga"));
});

test("GET /api/users/:id — unknown or deleted — 404", async () => {
  const [olga, ada] = [await makeOwner(), await makeAuthor()];
  expect(problemIn(await call(user, { query: { id: "nobody" } })).error).toBe("User not found");
  await deleteUser(olga, ada, { posts: "keep" });
  for (const headers of [{}, olga.headers]) {
    expect((await call(user, { query: { id: ada.account.id }, headers })).status).toBe(404);
  }
  expect(await list(olga.headers)).toEqual([details(olga)]);
});
