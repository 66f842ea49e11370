import { cookiesIn, emailOf, invite, makeOwner, PASSWORD, requestSignUp, signedIn } from "#support/accounts";
import { call } from "#support/call";
import { travelBack, travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import session from "../../../pages/api/auth/session";
import signUp from "../../../pages/api/auth/sign-up";

const data = withDatabase();
const roles = async () =>
  (await data.db.selectFrom("accounts").select("role").execute()).map(({ role }) => role).sort();
const USED = "This invitation has been used, or its link is incomplete";
const stored = async () => (await rowsIn(data.db, "invitations")).length;
/** Does `work` when every invitation there is has expired. */
async function aWeekLater(work: () => Promise<void>): Promise<void> {
  travelTo(Date.now() + 7 * 24 * 60 * 60 * 1000);
  try {
    await work();
  } finally {
    travelBack();
  }
}
const maySignUp = async () => ((await call(session)).json() as { maySignUp: boolean }).maySignUp;

test("the first account owns the site", async () => {
  expect(await maySignUp()).toBe(true);
  expect((await requestSignUp("Olga")).json()).toEqual({ status: "made" });
  expect((await signedIn("Olga")).account).toMatchObject({ name: "Olga", email: emailOf("Olga"), role: "owner" });
});

test("then signing up is closed, and says how to get in", async () => {
  await makeOwner();
  const problem = problemIn(await requestSignUp("Eve"));
  expect(problem).toMatchObject({ status: 403, error: "Signing up needs an invitation" });
  expect(problem.detail).toMatch(/owner/);
  expect(await maySignUp()).toBe(false);
  expect(await roles()).toEqual(["owner"]);
});

test("of two first accounts at once one owns the site, and the other is refused", async () => {
  const answers = await Promise.all([requestSignUp("Olga"), requestSignUp("Oscar")]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
  expect(await roles()).toEqual(["owner"]);
});

test("of two first accounts at once with one address there is one, and it can be signed in to", async () => {
  const answers = await Promise.all([requestSignUp("Olga"), requestSignUp("Olga")]);
  expect(answers.every(({ status }) => status < 500)).toBe(true);
  expect(await roles()).toEqual(["owner"]);
  expect((await signedIn("Olga")).account.role).toBe("owner");
});

test("signing up signs nobody in: the answer would tell a new address from a known one", async () => {
  expect(cookiesIn(await requestSignUp("Olga"))).toEqual([]);
});

test.each([
  ["an address that is none", { email: "olga" }, ["email"]],
  ["a password too short", { password: "1234567" }, ["password"]],
  ["a password too long", { password: "x".repeat(129) }, ["password"]],
  ["a role of one's own choice", { role: "owner" }, ["role"]],
  ["a name of spaces", { name: " \n " }, ["name"]],
  ["a name too long", { name: "x".repeat(81) }, ["name"]],
])("%s is refused and makes no account", async (_name, wrong, fields) => {
  const body = { name: "Olga", email: emailOf("Olga"), password: PASSWORD, ...wrong };
  const problem = problemIn(await call(signUp, { method: "POST", body }));
  expect(problem.status).toBe(400);
  expect(Object.keys(problem.fields ?? {})).toEqual(fields);
  expect(await roles()).toEqual([]);
});

test("the password is stored as a slow hash and nowhere as it is", async () => {
  await makeOwner();
  const [credential] = await rowsIn(data.db, "credentials");
  expect(JSON.stringify([credential, await rowsIn(data.db, "accounts")])).not.toContain(PASSWORD);
  // scrypt: a salt of 16 bytes and a hash of 64.
  expect(credential?.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
});

describe("with an invitation", () => {
  test("somebody becomes an author", async () => {
    const invitation = await invite(await makeOwner());
    expect((await requestSignUp("Ada", { invitation })).status).toBe(201);
    expect((await signedIn("Ada")).account.role).toBe("author");
  });

  test("only one does, even of two at once", async () => {
    const invitation = await invite(await makeOwner());
    const answers = await Promise.all([requestSignUp("Ada", { invitation }), requestSignUp("Bob", { invitation })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
    expect(problemIn(await requestSignUp("Cleo", { invitation })).error).toBe(USED);
    expect(await roles()).toEqual(["author", "owner"]);
  });

  test("nobody does a week later", async () => {
    const invitation = await invite(await makeOwner());
    await aWeekLater(async () => {
      const problem = problemIn(await requestSignUp("Ada", { invitation }));
      expect(problem).toMatchObject({ status: 403, error: "This invitation has expired" });
    });
  });

  test("used or expired, with other fields wrong — 403 says so before anything else", async () => {
    const owner = await makeOwner();
    const [used, open] = [await invite(owner), await invite(owner)];
    await requestSignUp("Ada", { invitation: used });
    const wrong = { email: "none", password: "short" };
    expect(problemIn(await requestSignUp("Bob", { invitation: used, ...wrong })).error).toBe(USED);
    expect(problemIn(await requestSignUp("Bob", { invitation: open, ...wrong })).status).toBe(400);
    await aWeekLater(async () => {
      expect(problemIn(await requestSignUp("Bob", { invitation: open, ...wrong })).error).toBe(
        "This invitation has expired",
      );
    });
  });

  test("an address that has an account — 400 names it, the invitation still works", async () => {
    const invitation = await invite(await makeOwner());
    const problem = problemIn(await requestSignUp("Eve", { invitation, email: " OLGA@octavo.test " }));
    expect(problem).toMatchObject({
      status: 400,
      fields: { email: ["This address has an account already. Sign in with it; the invitation still works"] },
    });
    expect((await signedIn("Olga")).account).toMatchObject({ name: "Olga", role: "owner" });
    expect((await requestSignUp("Ada", { invitation })).status).toBe(201);
    expect(await roles()).toEqual(["author", "owner"]);
  });

  test("an address that has an account, without a good invitation — 403, which tells nothing of it", async () => {
    await makeOwner();
    const answers = [await requestSignUp("Olga", { invitation: "x".repeat(32) }), await requestSignUp("Olga")];
    expect(answers.map((answer) => problemIn(answer)).map(({ status, fields }) => [status, fields])).toEqual([
      [403, undefined],
      [403, undefined],
    ]);
  });

  test("trying address after address — 429 after a few, and the invitation still works", async () => {
    const invitation = await invite(await makeOwner());
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await requestSignUp("Olga", { invitation })).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(400));
    expect(statuses.slice(10)).toEqual([429, 429]);
    expect((await requestSignUp("Ada", { invitation })).status).toBe(201);
  });

  test("one invitation, one address, twice at once — one account", async () => {
    const invitation = await invite(await makeOwner());
    const answers = await Promise.all([requestSignUp("Ada", { invitation }), requestSignUp("Ada", { invitation })]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400 || status === 403)).toHaveLength(1);
    expect([await roles(), await stored()]).toEqual([["author", "owner"], 0]);
  });

  test("two invitations, one address, at once — one account, and one invitation still works", async () => {
    const owner = await makeOwner();
    const invitations = [await invite(owner), await invite(owner)];
    const answers = await Promise.all(invitations.map((invitation) => requestSignUp("Ada", { invitation })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
    expect([await roles(), await stored()]).toEqual([["author", "owner"], 1]);
    const answersLater = await Promise.all(invitations.map((invitation) => requestSignUp("Bob", { invitation })));
    expect(answersLater.map(({ status }) => status).sort()).toEqual([201, 403]);
  });

  test("a wrong one is refused", async () => {
    await makeOwner();
    expect((await requestSignUp("Ada", { invitation: "x".repeat(32) })).status).toBe(403);
  });

  test("it is not stored as it is", async () => {
    const invitation = await invite(await makeOwner());
    expect(JSON.stringify(await rowsIn(data.db, "invitations"))).not.toContain(invitation);
  });
});

describe("where anyone may sign up", () => {
  withSettings({ SIGN_UP: "open" });

  test("the second account is an author's", async () => {
    await makeOwner();
    expect(await maySignUp()).toBe(true);
    expect((await requestSignUp("Ada")).status).toBe(201);
    expect(await roles()).toEqual(["author", "owner"]);
  });

  test("of two first accounts at once one owns the site, and the other is an author's", async () => {
    const answers = await Promise.all([requestSignUp("Olga"), requestSignUp("Oscar")]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await roles()).toEqual(["author", "owner"]);
  });

  test("an address that has an account gets the same answer as a new one, and stays as it was", async () => {
    await makeOwner();
    const known = await requestSignUp("Olga", { password: "another password" });
    const unknown = await requestSignUp("Ada");
    const seen = ({ status, body, headers }: typeof known) => ({
      status,
      body,
      headers: { ...headers, "x-request-id": "" },
    });
    expect(seen(known)).toEqual(seen(unknown));
    expect((await signedIn("Olga")).account.role).toBe("owner");
  });

  test("of two accounts at once with one address there is one", async () => {
    await makeOwner();
    const answers = await Promise.all([requestSignUp("Ada"), requestSignUp("Ada")]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await roles()).toEqual(["author", "owner"]);
  });
});
