import { createMocks } from "node-mocks-http";
import { accountViewer } from "#lib/server/authentication";
import { createPostIdempotent } from "#lib/server/posts/create-idempotent";
import { deleteFormerAccounts } from "#lib/server/users/former-accounts";
import { BATCH } from "#lib/server/users/posts-of-deleted";
import { SESSION_VIEWER } from "#lib/server/viewer";
import { NewPost } from "#lib/shared/posts";
import {
  emailOf,
  makeAuthor,
  makeEditor,
  makeKey,
  makeOwner,
  requestSignIn,
  requestSignUp,
  type TestAccount,
} from "#support/accounts";
import { Authenticator } from "#support/authenticator";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { addPasskey } from "#support/passkeys";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import { changeUser, deleteUser, suspend } from "#support/users";
import session from "../../../pages/api/auth/session";
import autosave from "../../../pages/api/autosaves/[id]";
import images from "../../../pages/api/images/index";
import post from "../../../pages/api/posts/[id]";
import restore from "../../../pages/api/posts/[id]/restore";
import posts from "../../../pages/api/posts/index";
import tags from "../../../pages/api/tags/index";
import users from "../../../pages/api/users/index";

const data = withDatabase();
withImageFolder();
withSettings({ POSTING: "members", WRITE_LIMIT: 0 });

type Listed = { id: string; title: string; author: { id: string; name: string } | null };

let olga: TestAccount;
let ada: TestAccount;
beforeEach(async () => {
  olga = await makeOwner();
  ada = await makeAuthor();
});

const write = async ({ headers }: TestAccount, draft = {}) =>
  (await call(posts, { method: "POST", headers, body: newPost(draft) })).json() as Listed;
const list = async (query = {}, headers = {}) => {
  const response = await call(posts, { query: { sort: "title", ...query }, headers });
  return { total: response.headers["x-total-count"], posts: response.json() as Listed[] };
};
const authorsIn = async (query = {}, headers = {}) =>
  (await list(query, headers)).posts.map(({ author, title }) => [title, author?.name]);

/** One post of each kind, by Ada. */
async function writeAll(): Promise<{ trashed: string }> {
  await write(ada, { title: "Draft", status: "draft", tags: ["Ink"] });
  await write(ada, { title: "Public", tags: ["Ink"] });
  await write(ada, { title: "Scheduled", publishedAt: "2999-01-01T00:00:00Z" });
  const { id } = await write(ada, { title: "Trashed" });
  await call(post, { method: "DELETE", query: { id }, headers: ada.headers });
  await write(olga, { title: "Zero", tags: ["Ink"] });
  return { trashed: id };
}

test.each([["keep"], ["delete"]])(
  "posts=%s — sign-in data, sessions, keys, passkeys and autosaves are gone",
  async (choice) => {
    const key = await makeKey(ada);
    await addPasskey(ada, new Authenticator());
    await call(autosave, {
      method: "PUT",
      headers: ada.headers,
      query: { id: "6f9619ff-8b86-4011-b42d-00c04fc964ff" },
      body: { content: "Unfinished" },
    });
    expect((await deleteUser(olga, ada, { posts: choice })).status).toBe(204);
    for (const table of ["sessions", "credentials", "api_keys", "passkeys", "autosaves"]) {
      const rows = await rowsIn(data.db, table);
      expect(rows.filter((row) => [row.userId, row.account_id].includes(ada.account.id))).toEqual([]);
    }
    expect(JSON.stringify(await rowsIn(data.db, "accounts"))).not.toContain(emailOf("Ada"));
    expect(((await call(session, { headers: ada.headers })).json() as { account: unknown }).account).toBeNull();
    expect((await call(posts, { method: "POST", headers: key.headers, body: newPost() })).status).toBe(401);
    expect((await requestSignIn("Ada")).status).toBe(401);
    expect((await call(users)).json()).toEqual([expect.objectContaining({ id: olga.account.id, name: "Olga" })]);
  },
);

test("posts=keep — every post stays under the name, and is found by author", async () => {
  const { trashed } = await writeAll();
  const before = (await list({ author: ada.account.id })).posts;
  await deleteUser(olga, ada, { posts: "keep" });
  expect(await authorsIn()).toEqual([
    ["Public", "Ada"],
    ["Zero", "Olga"],
  ]);
  expect((await list({ author: ada.account.id })).posts).toEqual(before);
  expect(await authorsIn({ status: "draft" }, olga.headers)).toEqual([["Draft", "Ada"]]);
  expect((await call(restore, { method: "POST", query: { id: trashed }, headers: olga.headers })).json()).toMatchObject(
    {
      author: { id: ada.account.id, name: "Ada", slug: "ada" },
    },
  );
});

test("posts=transfer — every post is the other user's, in lists, counters and images", async () => {
  const { trashed } = await writeAll();
  const bob = await makeAuthor("Bob");
  const image = (await uploaded(1, ada)).id;
  await uploaded(2, ada);
  await uploaded(2, bob);
  expect((await deleteUser(olga, ada, { posts: "transfer", to: bob.account.id })).status).toBe(204);
  expect(await authorsIn()).toEqual([
    ["Public", "Bob"],
    ["Zero", "Olga"],
  ]);
  expect((await list({ author: bob.account.id })).total).toBe("1");
  expect((await list({ author: ada.account.id })).total).toBe("0");
  expect(await authorsIn({ status: "draft" }, bob.headers)).toEqual([["Draft", "Bob"]]);
  expect(await authorsIn({ status: "scheduled" }, bob.headers)).toEqual([["Scheduled", "Bob"]]);
  expect((await call(restore, { method: "POST", query: { id: trashed }, headers: bob.headers })).status).toBe(200);
  const bobs = (await call(images, { headers: bob.headers })).json() as { id: string }[];
  expect(bobs).toHaveLength(2);
  expect(bobs.map(({ id }) => id)).toContain(image);
});

test("posts=delete — public posts and drafts go to the trash, from which they can be restored", async () => {
  await writeAll();
  await deleteUser(olga, ada, { posts: "delete" });
  expect(await authorsIn()).toEqual([["Zero", "Olga"]]);
  expect((await list()).total).toBe("1");
  expect((await call(tags)).json()).toEqual([expect.objectContaining({ tag: "Ink", count: 1 })]);
  const trash = await authorsIn({ status: "trash" }, olga.headers);
  expect(trash.map(([title]) => title)).toEqual(["Draft", "Public", "Scheduled", "Trashed"]);
});

test("posts=delete — posts that are being created meanwhile — in the trash, or refused", async () => {
  for (let round = 0; round < 3; round++) {
    const bob = await makeAuthor(`Bob${round}`);
    const writing = Array.from({ length: 6 }, () =>
      call(posts, { method: "POST", headers: bob.headers, body: newPost() }),
    );
    const [deleted, ...written] = await Promise.all([deleteUser(olga, bob, { posts: "delete" }), ...writing]);
    expect(deleted.status).toBe(204);
    expect(written.every(({ status }) => [201, 401].includes(status))).toBe(true);
    expect((await list()).posts).toEqual([]);
  }
});

test("a post whose author was suspended since the request was authenticated — 401, not stored", async () => {
  const { req } = createMocks({ headers: { host: "octavo.test" } });
  const viewer = accountViewer(SESSION_VIEWER + ada.account.id, ada.account, "write");
  await suspend(olga, ada);
  const created = createPostIdempotent(req, NewPost.parse(newPost()), viewer);
  await expect(created).rejects.toMatchObject({ status: 401 });
  expect(await rowsIn(data.db, "posts")).toEqual([]);
});

test(`more than ${BATCH} posts — all are transferred, all are deleted`, async () => {
  const bob = await makeAuthor("Bob");
  for (let number = 0; number < BATCH + 5; number++) await write(ada, { title: `Post ${number}` });
  await deleteUser(olga, ada, { posts: "transfer", to: bob.account.id });
  expect((await list({ author: bob.account.id })).total).toBe(String(BATCH + 5));
  await deleteUser(olga, bob, { posts: "delete" });
  expect((await list()).total).toBe("0");
});

test("to with U+0000, which PostgreSQL refuses — 409, as for any account that does not exist", async () => {
  const problem = problemIn(await deleteUser(olga, ada, { posts: "transfer", to: "a\u0000b" }));
  expect(problem).toMatchObject({ status: 409, type: "/docs/errors#user-unavailable" });
});

test.each<[string, Record<string, string>, number, string]>([
  ["posts missing", {}, 400, "posts"],
  ["posts unknown", { posts: "burn" }, 400, "posts"],
  ["transfer without to", { posts: "transfer" }, 400, "to"],
])("%s — 400 names the parameter, the user stays active", async (_name, query, status, field) => {
  const problem = problemIn(await deleteUser(olga, ada, query));
  expect([problem.status, Object.keys(problem.fields ?? {})]).toEqual([status, [field]]);
  expect((await requestSignIn("Ada")).status).toBe(200);
});

test("transfer to the user itself, an unknown, suspended or deleted one — 409, the user stays active", async () => {
  const [sue, dan] = [await makeAuthor("Sue"), await makeAuthor("Dan")];
  await suspend(olga, sue);
  await deleteUser(olga, dan, { posts: "keep" });
  for (const to of [ada.account.id, "nobody", sue.account.id, dan.account.id]) {
    const problem = problemIn(await deleteUser(olga, ada, { posts: "transfer", to }));
    expect(problem).toMatchObject({ status: 409, type: "/docs/errors#user-unavailable" });
  }
  expect((await requestSignIn("Ada")).status).toBe(200);
});

test("their own account — 403 names the page with the password; another owner — 204", async () => {
  await changeUser(olga, ada, { role: "owner" });
  const problem = problemIn(await deleteUser(olga, olga, { posts: "keep" }));
  expect([problem.status, problem.title]).toEqual([403, expect.stringContaining("/account/security")]);
  expect((await requestSignIn("Olga")).status).toBe(200);
  expect((await deleteUser(olga, ada, { posts: "keep" })).status).toBe(204);
});

test("deleted twice — 404; the email address can be used again", async () => {
  await deleteUser(olga, ada, { posts: "keep" });
  expect((await deleteUser(olga, ada, { posts: "keep" })).status).toBe(404);
  expect((await changeUser(olga, ada, { status: "active" })).status).toBe(404);
  await withOpenSignUp(async () => expect((await requestSignUp("Ada")).status).toBe(201));
  expect((await requestSignIn("Ada")).status).toBe(200);
});

async function withOpenSignUp(work: () => Promise<void>): Promise<void> {
  const { env } = await import("#lib/server/env");
  Object.assign(env(), { SIGN_UP: "open" });
  await work();
  Object.assign(env(), { SIGN_UP: "first" });
}

test("deleteFormerAccounts — only accounts whose posts are gone, a day later", async () => {
  await writeAll();
  const edda = await makeEditor();
  await deleteUser(olga, ada, { posts: "delete" });
  await deleteUser(olga, edda, { posts: "keep" });
  const names = async () => (await rowsIn(data.db, "accounts")).map(({ name }) => name).sort();
  await deleteFormerAccounts(data.db, Date.now());
  expect(await names()).toEqual(["Ada", "Edda", "Olga"]);
  await deleteFormerAccounts(data.db, Date.now() + 25 * 60 * 60 * 1000);
  expect(await names()).toEqual(["Ada", "Olga"]);
});
