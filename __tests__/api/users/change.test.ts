import {
  makeAuthor,
  makeEditor,
  makeKey,
  makeOwner,
  requestSignIn,
  signedIn,
  type TestAccount,
} from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { changeUser, deleteUser, makeOwners, suspend } from "#support/users";
import session from "../../../pages/api/auth/session";
import posts from "../../../pages/api/posts/index";
import user from "../../../pages/api/users/[id]";

const data = withDatabase();

const owners = () =>
  data.db.selectFrom("accounts").select("id").where("role", "=", "owner").where("suspended_at", "is", null).execute();
const accountOf = async ({ headers }: TestAccount) =>
  ((await call(session, { headers })).json() as { account: unknown }).account;
const read = ({ account }: TestAccount, headers = {}) => call(user, { query: { id: account.id }, headers });

describe("PATCH /api/users/:id — role", () => {
  test("author to editor and back — applies to the next request", async () => {
    const [olga, ada] = [await makeOwner(), await makeAuthor()];
    const { id } = (await call(posts, { method: "POST", headers: olga.headers, body: newPost() })).json() as {
      id: string;
    };
    const { default: post } = await import("../../../pages/api/posts/[id]");
    const edit = () => call(post, { method: "PATCH", query: { id }, headers: ada.headers, body: { title: "Edited" } });
    expect((await edit()).status).toBe(403);
    expect((await changeUser(olga, ada, { role: "editor" })).json()).toMatchObject({
      role: "editor",
      status: "active",
    });
    expect((await edit()).status).toBe(200);
    await changeUser(olga, ada, { role: "author" });
    expect((await edit()).status).toBe(403);
  });

  test("author to owner — several owners", async () => {
    const [olga, ada] = [await makeOwner(), await makeAuthor()];
    expect((await changeUser(olga, ada, { role: "owner" })).status).toBe(200);
    expect(await accountOf(ada)).toMatchObject({ role: "owner" });
    expect(await owners()).toHaveLength(2);
  });

  test.each([{ role: "editor" }, { status: "suspended" }])(
    "%j of the only owner — 409 last-owner, nothing changes",
    async (patch) => {
      const olga = await makeOwner();
      await makeEditor();
      const problem = problemIn(await changeUser(olga, olga, patch));
      expect(problem).toMatchObject({ status: 409, type: "/docs/errors#last-owner" });
      expect(await accountOf(olga)).toMatchObject({ role: "owner" });
    },
  );

  test("the only owner who is not suspended — 409", async () => {
    const [olga, oscar] = await makeOwners();
    await suspend(olga, oscar);
    expect((await changeUser(olga, olga, { role: "author" })).status).toBe(409);
  });

  test.each([
    [{ role: "king" }, "role"],
    [{ status: "deleted" }, "status"],
    [{ email: "a@b.test" }, "email"],
  ])("%j — 400 names the field", async (patch, field) => {
    const [olga, ada] = [await makeOwner(), await makeAuthor()];
    const problem = problemIn(await changeUser(olga, ada, patch));
    expect([problem.status, Object.keys(problem.fields ?? {})]).toEqual([400, [field]]);
  });

  test("nothing to change — 200, as it is", async () => {
    const [olga, ada] = [await makeOwner(), await makeAuthor()];
    expect((await changeUser(olga, ada, {})).json()).toMatchObject({ role: "author", status: "active" });
    expect(await accountOf(ada)).not.toBeNull();
  });

  test("If-Match — the ETag of GET 200, an old one 412 with the current user", async () => {
    const [olga, ada] = [await makeOwner(), await makeAuthor()];
    const etag = String((await read(ada, olga.headers)).headers.etag);
    const changed = await changeUser(olga, ada, { role: "editor" }, { "if-match": etag });
    expect([changed.status, changed.headers.etag]).toEqual([200, (await read(ada, olga.headers)).headers.etag]);
    const late = await changeUser(olga, ada, { role: "author" }, { "if-match": etag });
    expect(late.json()).toMatchObject({
      status: 412,
      error: "The user has changed since",
      current: { role: "editor" },
    });
  });
});

describe("PATCH and DELETE /api/users/:id — who may", () => {
  const refused: Record<string, (olga: TestAccount, ada: TestAccount) => Promise<[Record<string, string>, number]>> = {
    anonymous: async () => [{}, 401],
    author: async () => [(await makeAuthor("Eve")).headers, 403],
    editor: async () => [(await makeEditor()).headers, 403],
    "the user": async (_olga, ada) => [ada.headers, 403],
    "read-only key of the owner": async (olga) => [(await makeKey(olga, { name: "R", scope: "read" })).headers, 403],
    "writing key of the owner": async (olga) => [(await makeKey(olga)).headers, 403],
    "suspended owner": async (olga) => {
      const oscar = await makeOwner("Oscar");
      await suspend(olga, oscar);
      return [oscar.headers, 401];
    },
  };
  test.each(Object.keys(refused))("%s — refused, nothing changes", async (who) => {
    const [olga, ada] = [await makeOwner(), await makeAuthor()];
    const [headers, status] = (await refused[who]?.(olga, ada)) ?? [{}, 0];
    const by = { ...olga, headers };
    expect((await changeUser(by, ada, { role: "owner" })).status).toBe(status);
    expect((await deleteUser(by, ada, { posts: "keep" })).status).toBe(status);
    expect(await accountOf(ada)).toMatchObject({ role: "author" });
  });

  test("Octavo-Account of another owner — 409, nothing changes", async () => {
    const [olga, oscar] = await makeOwners();
    const ada = await makeAuthor();
    const headers = { "octavo-account": oscar.account.id };
    expect((await changeUser(olga, ada, { role: "editor" }, headers)).status).toBe(409);
    expect(await accountOf(ada)).toMatchObject({ role: "author" });
  });
});

describe("PATCH /api/users/:id — two owners at once", () => {
  const ROUNDS = 30;
  const changes: Record<string, (by: TestAccount, whom: TestAccount) => Promise<{ status: number }>> = {
    demote: (by, whom) => changeUser(by, whom, { role: "author" }),
    suspend,
    delete: (by, whom) => deleteUser(by, whom, { posts: "keep" }),
    "demote and suspend": (by, whom) =>
      by.account.name === "Olga" ? changeUser(by, whom, { role: "author" }) : suspend(by, whom),
    "demote themselves": (by) => changeUser(by, by, { role: "author" }),
  };
  test.each(Object.keys(changes))("%s each other — one wins, one owner remains", async (name) => {
    for (let round = 0; round < ROUNDS; round++) {
      await data.db.deleteFrom("accounts").execute();
      const [olga, oscar] = await makeOwners();
      const outcomes = await Promise.all([changes[name]?.(olga, oscar), changes[name]?.(oscar, olga)]);
      const statuses = outcomes.map((outcome) => outcome?.status);
      expect(statuses.filter((status) => status === 200 || status === 204)).toHaveLength(1);
      expect(statuses.every((status) => [200, 204, 401, 403, 409].includes(status ?? 0))).toBe(true);
      expect(await owners()).toHaveLength(1);
    }
  });

  test("delete two authors, each with the other as the recipient — no deadlock", async () => {
    const [olga, oscar] = await makeOwners();
    for (let round = 0; round < ROUNDS; round++) {
      const [ada, bob] = [await makeAuthor(`Ada${round}`), await makeAuthor(`Bob${round}`)];
      const outcomes = await Promise.all([
        deleteUser(olga, ada, { posts: "transfer", to: bob.account.id }),
        deleteUser(oscar, bob, { posts: "transfer", to: ada.account.id }),
        changeUser(olga, bob, { role: "editor" }),
        changeUser(oscar, ada, { role: "editor" }),
      ]);
      const statuses = outcomes.map(({ status }) => status);
      expect(statuses.filter((status) => ![200, 204, 404, 409].includes(status))).toEqual([]);
    }
    expect(await owners()).toHaveLength(2);
  });

  test("three owners demote one another in a circle — at least one remains", async () => {
    const three = [...(await makeOwners()), await makeOwner("Otto")];
    await Promise.all(three.map((by, at) => changeUser(by, three[(at + 1) % 3] ?? by, { role: "author" })));
    expect((await owners()).length).toBeGreaterThanOrEqual(1);
  });
});

test("changed role — a later sign-in has it", async () => {
  const [olga, ada] = [await makeOwner(), await makeAuthor()];
  await changeUser(olga, ada, { role: "editor" });
  expect((await signedIn("Ada")).account.role).toBe("editor");
  expect((await requestSignIn("Ada", "wrong password")).status).toBe(401);
});
