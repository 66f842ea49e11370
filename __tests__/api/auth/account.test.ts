import { guessLimit } from "#lib/server/rate-limits";
import {
  cookieHeader,
  makeAuthor,
  makeOwner,
  PASSWORD,
  requestSignIn,
  signedIn,
  type TestAccount,
} from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, listedPosts, newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import account from "../../../pages/api/auth/account";
import invitations from "../../../pages/api/auth/invitations";
import password from "../../../pages/api/auth/password";
import session from "../../../pages/api/auth/session";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";

const data = withDatabase();

const rename = ({ headers }: TestAccount, body: unknown) => call(account, { method: "PATCH", headers, body });
const changePassword = ({ headers }: TestAccount, body: unknown) => call(password, { method: "PUT", headers, body });
const nameIn = async ({ headers }: Pick<TestAccount, "headers">) =>
  ((await call(session, { headers })).json() as { account: { name: string } | null }).account?.name;
const NEW = "a new and longer password";

describe("PATCH /api/account — name", () => {
  test("200 — the account and the author of its posts have the new name", async () => {
    const owner = await makeOwner();
    await call(posts, { method: "POST", headers: owner.headers, body: newPost() });
    const before = (await call(posts)).headers.etag;
    expect((await rename(owner, { name: "  Olga   Octavo " })).json()).toEqual({
      ...owner.account,
      name: "Olga Octavo",
    });
    expect((await listedPosts())[0]?.author).toEqual({ id: owner.account.id, name: "Olga Octavo", slug: "olga" });
    expect((await call(posts, { headers: { "if-none-match": String(before) } })).status).toBe(200);
  });

  test("a post's ETag — changes with the author's name; its version and If-Match do not", async () => {
    const owner = await makeOwner();
    const { id, version } = asPost(
      (await call(posts, { method: "POST", headers: owner.headers, body: newPost() })).json(),
    );
    const read = (tag?: string) => call(post, { query: { id }, headers: tag ? { "if-none-match": tag } : {} });
    const before = String((await read()).headers.etag);
    expect((await read(before)).status).toBe(304);
    await rename(owner, { name: "Olga Octavo" });
    expect(asPost((await read(before)).json()).author?.name).toBe("Olga Octavo");

    const change = (tag: string) =>
      call(post, {
        method: "PATCH",
        query: { id },
        headers: { ...owner.headers, "if-match": tag },
        body: { title: "New" },
      });
    expect((await change(before)).headers.etag).toBe((await read()).headers.etag);
    expect((await change(`"${id}-${version}"`)).status).toBe(200);
    expect((await change(`"${id}-${version}"`)).status).toBe(412);
  });

  test.each([
    ["nothing", {}],
    ["spaces", { name: "  " }],
    ["81 characters", { name: "x".repeat(81) }],
    ["a role as well", { name: "Olga", role: "owner" }],
    ["another account's id as well", { name: "Olga", id: "1" }],
  ])("%s — 400", async (_name, body) => {
    const owner = await makeOwner();
    expect(problemIn(await rename(owner, body)).status).toBe(400);
    expect(await nameIn(owner)).toBe("Olga");
  });

  test("an author's — the owner's account is unchanged", async () => {
    const owner = await makeOwner();
    await rename(await makeAuthor(), { name: "Adele" });
    expect(await nameIn(owner)).toBe("Olga");
  });
});

describe("PUT /api/auth/password", () => {
  test("204 — the new password signs in, the old one is 401", async () => {
    const owner = await makeOwner();
    expect((await changePassword(owner, { currentPassword: PASSWORD, newPassword: NEW })).status).toBe(204);
    expect((await requestSignIn("Olga")).status).toBe(401);
    expect((await requestSignIn("Olga", NEW)).status).toBe(200);
  });

  test("204 — every session ends, this browser gets a new one", async () => {
    const [here, there] = [await makeOwner(), await signedIn("Olga")];
    const response = await changePassword(here, { currentPassword: PASSWORD, newPassword: NEW });
    expect(await nameIn(there)).toBeUndefined();
    expect(await nameIn(here)).toBeUndefined();
    expect(await nameIn({ headers: { cookie: cookieHeader(response) } })).toBe("Olga");
  });

  test("wrong current password — 400 names the field", async () => {
    const owner = await makeOwner();
    const problem = problemIn(await changePassword(owner, { currentPassword: "a wrong one", newPassword: NEW }));
    expect(problem).toMatchObject({ status: 400, fields: { currentPassword: ["This is not your password"] } });
    expect((await requestSignIn("Olga")).status).toBe(200);
  });

  test("wrong current password, tenth time — 429", async () => {
    const owner = await makeOwner();
    const guesses = guessLimit(data.db, { client: "", account: owner.account.email });
    for (let n = 0; n < 9; n++) await guesses.take();
    const guess = async () =>
      (await changePassword(owner, { currentPassword: "a wrong one", newPassword: NEW })).status;
    expect([await guess(), await guess()]).toEqual([400, 429]);
  });

  test("new password too short — 400 names the field", async () => {
    const owner = await makeOwner();
    const problem = problemIn(await changePassword(owner, { currentPassword: PASSWORD, newPassword: "short" }));
    expect(Object.keys(problem.fields ?? {})).toEqual(["newPassword"]);
  });
});

describe("POST /api/auth/invitations", () => {
  test("owner — 201 with URL and expiry", async () => {
    const { headers } = await makeOwner();
    const { json, status } = await call(invitations, { method: "POST", headers });
    expect(status).toBe(201);
    expect(json()).toEqual({
      url: expect.stringMatching(/^http:\/\/octavo\.test\/signup\?invitation=[\w-]{32}$/),
      expiresAt: expect.any(String),
    });
  });

  test("author — 403", async () => {
    const { headers } = await makeAuthor();
    expect(problemIn(await call(invitations, { method: "POST", headers }))).toMatchObject({
      status: 403,
      error: "Only the owner may do that",
    });
  });
});

test("POST /api/posts — an author's session — author is that account", async () => {
  const { account: ada, headers } = await makeAuthor();
  const created = asPost((await call(posts, { method: "POST", headers, body: newPost() })).json());
  expect(created.author).toEqual({ id: ada.id, name: "Ada", slug: "ada" });
});
