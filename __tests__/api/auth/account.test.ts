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

describe("the name", () => {
  test("can be changed, and stands under the posts at once", async () => {
    const owner = await makeOwner();
    await call(posts, { method: "POST", headers: owner.headers, body: newPost() });
    const before = (await call(posts)).headers.etag;
    expect((await rename(owner, { name: "  Olga   Octavo " })).json()).toEqual({
      ...owner.account,
      name: "Olga Octavo",
    });
    expect((await listedPosts())[0]?.author).toEqual({ id: owner.account.id, name: "Olga Octavo" });
    expect((await call(posts, { headers: { "if-none-match": String(before) } })).status).toBe(200);
  });

  test("is another one for who has a post already, and no other save of it", async () => {
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
    ["a role beside it", { name: "Olga", role: "owner" }],
    ["another account's id beside it", { name: "Olga", id: "1" }],
  ])("%s is refused", async (_name, body) => {
    const owner = await makeOwner();
    expect(problemIn(await rename(owner, body)).status).toBe(400);
    expect(await nameIn(owner)).toBe("Olga");
  });

  test("is one's own only", async () => {
    const owner = await makeOwner();
    await rename(await makeAuthor(), { name: "Adele" });
    expect(await nameIn(owner)).toBe("Olga");
  });
});

describe("the password", () => {
  test("can be changed by who knows it, and the old one opens nothing any more", async () => {
    const owner = await makeOwner();
    expect((await changePassword(owner, { currentPassword: PASSWORD, newPassword: NEW })).status).toBe(204);
    expect((await requestSignIn("Olga")).status).toBe(401);
    expect((await requestSignIn("Olga", NEW)).status).toBe(200);
  });

  test("every session ends with it, a stolen one too, and this browser gets a new one", async () => {
    const [here, there] = [await makeOwner(), await signedIn("Olga")];
    const answer = await changePassword(here, { currentPassword: PASSWORD, newPassword: NEW });
    expect(await nameIn(there)).toBeUndefined();
    expect(await nameIn(here)).toBeUndefined();
    expect(await nameIn({ headers: { cookie: cookieHeader(answer) } })).toBe("Olga");
  });

  test("is not changed by who does not know it", async () => {
    const owner = await makeOwner();
    const problem = problemIn(await changePassword(owner, { currentPassword: "a wrong one", newPassword: NEW }));
    expect(problem).toMatchObject({ status: 400, fields: { currentPassword: ["This is not your password"] } });
    expect((await requestSignIn("Olga")).status).toBe(200);
  });

  test("whoever found an open browser cannot go on guessing it", async () => {
    const owner = await makeOwner();
    const guesses = guessLimit(data.db, { client: "", account: owner.account.email });
    for (let n = 0; n < 9; n++) await guesses.take();
    const guess = async () =>
      (await changePassword(owner, { currentPassword: "a wrong one", newPassword: NEW })).status;
    expect([await guess(), await guess()]).toEqual([400, 429]);
  });

  test("has to be long enough", async () => {
    const owner = await makeOwner();
    const problem = problemIn(await changePassword(owner, { currentPassword: PASSWORD, newPassword: "short" }));
    expect(Object.keys(problem.fields ?? {})).toEqual(["newPassword"]);
  });
});

describe("invitations", () => {
  test("are made by the owner", async () => {
    const { headers } = await makeOwner();
    const { json, status } = await call(invitations, { method: "POST", headers });
    expect(status).toBe(201);
    expect(json()).toEqual({
      url: expect.stringMatching(/^http:\/\/octavo\.test\/signup\?invitation=[\w-]{32}$/),
      expiresAt: expect.any(String),
    });
  });

  test("are refused to an author", async () => {
    const { headers } = await makeAuthor();
    expect(problemIn(await call(invitations, { method: "POST", headers }))).toMatchObject({
      status: 403,
      error: "Only the owner invites",
    });
  });
});

test("what an author posts is the author's", async () => {
  const { account: ada, headers } = await makeAuthor();
  const made = asPost((await call(posts, { method: "POST", headers, body: newPost() })).json());
  expect(made.author).toEqual({ id: ada.id, name: "Ada" });
});
